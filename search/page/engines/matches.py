"""What a request finds for one reader: filtered, counted, ordered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from search.engine.columns import plain_value
from search.engine.documents import PK
from search.engine.filters import OneOf, StartsWith
from search.page.engines.base import Reference
from search.page.engines.sight import Sight
from search.page.engines.wording import Wording
from search.page.registry import Column, Source
from search.page.request import NEWEST, SearchRequest, day_key


def visible_matches(sight: Sight, request: SearchRequest, wording: Wording) -> np.ndarray:
    """What matches the words and is visible to the reader now, whatever its date and facets."""
    seen = sight.seen(wording.ranking.mask & sight.registered)
    if request.hidden_pages:
        seen &= ~(sight.places["page"] & OneOf(PK, request.hidden_pages).mask(sight.snapshot))
    return seen


class Matches:
    """The visible matches of one request, from which filters, facets and order are read.

    Nothing here changes; what is costly is worked out when first asked for.
    """

    def __init__(self, sight: Sight, request: SearchRequest, wording: Wording) -> None:
        self.sight = sight
        self.snapshot = sight.snapshot
        self.request = request
        self.wording = wording
        self.visible = visible_matches(sight, request, wording)

    # Filters

    @cached_property
    def in_dates(self) -> np.ndarray:
        """The documents between the dates of the request."""
        return self._dated(self.request)

    def _dated(self, request: SearchRequest) -> np.ndarray:
        """The documents between the dates of a request; those without a date only at any time."""
        if not (request.after or request.before):
            return np.ones(self.snapshot.size, bool)
        mask = self.moments != 0
        if request.starts:
            mask &= self.moments >= plain_value(request.starts)
        if request.ends:
            mask &= self.moments < plain_value(request.ends)
        return mask

    @cached_property
    def chosen(self) -> Mapping[str, np.ndarray]:
        """For each facet of the request the documents with one of the values chosen."""
        return {name: self._with(name, values) for name, values in self.request.filters.items()}

    def _with(self, facet: str, values: Collection[str]) -> np.ndarray:
        mask = self.sight.nothing()
        for source in self.sight.sources:
            place = self.sight.places[source.name]
            column = source.columns.get(facet)
            if column is not None:
                mask |= place & self._column_with(column, place, values)
            elif (value := only_value(source, facet)) and value in values:
                mask |= place
        return mask

    def _column_with(
        self, column: Column, place: np.ndarray, values: Collection[str]
    ) -> np.ndarray:
        if column.starts:
            starts = [start for start, value in column.starts().items() if value in values]
            return StartsWith(column.name, starts).mask(self.snapshot)
        held = self.snapshot.facet(column.name, place & self.visible)
        names = column.values_of(list(held))
        return OneOf(column.name, [v for v, name in names.items() if name in values]).mask(
            self.snapshot
        )

    def filtered(self, *, but: str = "") -> np.ndarray:
        """The hits; `but` names a facet (or "date") that is not to narrow them."""
        mask = self.visible if but == "date" else self.visible & self.in_dates
        for name, chosen in self.chosen.items():
            if name != but:
                mask = mask & chosen
        return mask

    # Facets

    def counts(self, facet: str) -> dict[str, int]:
        """Hits for each value of a facet, were it not used to narrow them."""
        mask = self.filtered(but=facet)
        counts: dict[str, int] = {}
        for source in self.sight.sources:
            here = mask & self.sight.places[source.name]
            for value, number in self._counts_in(source, facet, here).items():
                counts[value] = counts.get(value, 0) + number
        return counts

    def _counts_in(self, source: Source, facet: str, here: np.ndarray) -> dict[str, int]:
        column = source.columns.get(facet)
        if column is None:
            value, number = only_value(source, facet), int(np.count_nonzero(here))
            return {value: number} if value and number else {}
        if column.starts:
            names: Mapping[Any, str] = column.starts()
            held = self.snapshot.facet_by_start(column.name, names, here)
        else:
            held = self.snapshot.facet(column.name, here)
            names = column.values_of(list(held))
        counts: dict[str, int] = {}
        for value, number in held.items():
            if value in names:  # two values of a column may stand for one of the facet
                counts[names[value]] = counts.get(names[value], 0) + number
        return counts

    def date_counts(self) -> dict[str, int]:
        """Hits since each first day on offer, were none of them chosen."""
        mask = self.filtered(but="date")
        return {
            day_key(day): int(np.count_nonzero(mask & self._dated(self.request.since(day))))
            for day in self.request.days_offered
        }

    # Order

    @property
    def merits(self) -> np.ndarray:
        """What orders the results: how well a document matches, or how new it is."""
        by_date = self.request.order == NEWEST or self.request.typed.is_empty
        return self.moments if by_date else self.wording.scores

    @cached_property
    def moments(self) -> np.ndarray:
        """The dates of all documents in microseconds; 0 where there is none."""
        moments = np.zeros(self.snapshot.size, np.int64)
        for source in self.sight.sources:
            if column := source.columns.get("date"):
                place = self.sight.places[source.name]
                moments[place] = self.snapshot.whole_numbers(column.name)[place]
        return moments


def only_value(source: Source, facet: str) -> str:
    """The value that all documents of a source without a column for a facet share; "" for none."""
    return source.kinds[0].name if facet == "kind" else ""


def references(
    sight: Sight, wording: Wording, docs: Sequence[int] | np.ndarray, *facets: str
) -> list[Reference]:
    """References of documents in their order, with their values of some facets."""
    chosen = [int(doc) for doc in docs]
    sources = {
        doc: source for source in sight.sources for doc in chosen if sight.places[source.name][doc]
    }
    values: dict[int, dict[str, tuple[str, ...]]] = {doc: {} for doc in chosen}
    for facet in facets:
        for source in sight.sources:
            mine = [doc for doc in chosen if sources.get(doc) is source]
            for doc, held in _values(sight, source, facet, mine).items():
                values[doc][facet] = held
    keys = sight.keys_of(np.array(chosen, np.int64)) if chosen else []
    return [
        Reference(sources[doc].name, key, float(wording.scores[doc]), values[doc])
        for doc, key in zip(chosen, keys, strict=True)
        if doc in sources
    ]


def _values(
    sight: Sight, source: Source, facet: str, docs: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    column = source.columns.get(facet)
    if column is None:
        value = only_value(source, facet)
        return dict.fromkeys(docs, (value,) if value else ())
    held = {doc: _listed(sight.snapshot.value(column.name, doc)) for doc in docs}
    names = column.values_of({value for values in held.values() for value in values})
    return {
        doc: tuple(names[value] for value in values if value in names)
        for doc, values in held.items()
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
