"""The facets that every room's objects share: what kind of thing, in which language, from when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from search.analysis.folding import fold
from search.page import registry
from search.page.registry import Facet, Label, Reader
from search.page.request import SearchRequest, day_key

MOST_OPTIONS = 8  # of one facet at first sight; chosen ones are always shown
MOST_SHOWN = 40  # with those behind "More"


def register() -> None:
    registry.register_facet(
        Facet("kind", _("Kind"), _kind_labels, _kinds_meant, ("type", "typ", "rodzaj"), order=10)
    )
    registry.register_facet(
        Facet("language", _("Language"), _language_labels, _languages_meant, ("język",), order=60)
    )


def _kind_labels(values: Collection[str], reader: Reader) -> Mapping[str, Label]:
    kinds = registry.kinds()
    return {value: kinds[value].label for value in values if value in kinds}


def _kinds_meant(text: str, reader: Reader) -> list[str]:
    text = fold(text)
    return [
        kind.name
        for kind in registry.kinds().values()
        if text in {fold(word) for word in (kind.name, str(kind.label), *kind.words)}
    ]


def _language_labels(values: Collection[str], reader: Reader) -> Mapping[str, Label]:
    return {code: name for code, name in settings.LANGUAGES if code in values}


def _languages_meant(text: str, reader: Reader) -> list[str]:
    text = fold(text)
    return [code for code, name in settings.LANGUAGES if text in (code, fold(str(name)))]


@dataclass(frozen=True)
class Option:
    """One value of a facet as offered to the reader."""

    value: str
    label: Label
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """A facet with its options."""

    name: str
    label: Label
    options: Sequence[Option]
    more: Sequence[Option]


def shown(
    counts: Mapping[str, Mapping[str, int]], request: SearchRequest, reader: Reader
) -> list[Shown]:
    """The facets worth showing: those that would narrow the results, or that are in use."""
    found = []
    for facet in registry.facets():
        chosen = request.filters.get(facet.name, frozenset())
        values = _most_frequent(counts.get(facet.name, {}), chosen)
        labels = facet.labels(list(values), reader)
        options = [
            Option(value, labels[value], values[value], value in chosen)
            for value in values
            if value in labels
        ]
        options.sort(key=lambda o: (not o.is_chosen, -o.count, str(o.label)))
        if chosen or len(options) > 1:
            found.append(
                Shown(
                    facet.name,
                    facet.label,
                    options[:MOST_OPTIONS],
                    options[MOST_OPTIONS:MOST_SHOWN],
                )
            )
    return found


def _most_frequent(counts: Mapping[str, int], chosen: Collection[str]) -> dict[str, int]:
    """The values worth a name, with spare ones for those that the reader may not know of."""
    best = sorted(counts.items(), key=lambda item: -item[1])[: 2 * MOST_SHOWN]
    return {value: counts.get(value, 0) for value in chosen} | dict(best)


@dataclass(frozen=True)
class Span:
    """A choice of dates: "the last month"."""

    label: Label
    after: str
    count: int
    is_chosen: bool


def spans(counts: Mapping[str, int], request: SearchRequest) -> list[Span]:
    """The usual choices of dates, and the one in use if it is another."""
    labels: list[Label] = [_("Any time"), _("Last week"), _("Last month"), _("Last year")]
    if request.after:
        labels.append(_("Since %(day)s") % {"day": date_format(request.after)})
    return [
        Span(label, day_key(day), counts.get(day_key(day), 0), request.after == day)
        for label, day in zip(
            labels, request.days_offered, strict=False
        )  # own day: last, if at all
    ]
