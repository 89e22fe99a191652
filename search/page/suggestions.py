"""The panel while one types: people, pages, documents, answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from search.page import engines, hits, log, registry, steering
from search.page.engines.base import Reference
from search.page.passages import Marker
from search.page.registry import PANEL_GROUPS, Hit, Label, Reader
from search.page.request import SearchRequest, from_query
from search.page.syntax import parse

SHORTEST = 2  # letters; one letter suggests nothing worth reading
PER_GROUP = 3
MOST_FOUND = 20
MOST_POPULAR = 5
POPULAR_SECONDS = 300
LABELS: dict[str, Label] = {
    "people": _("People"),
    "pages": _("Pages"),
    "documents": _("Documents and pictures"),
    "answers": _("Questions and answers"),
}


@dataclass(frozen=True)
class Group:
    """A heading of the panel with what stands below it."""

    label: Label
    hits: Sequence[Hit]


def suggest(text: str, reader: Reader) -> list[Group]:
    """Groups that are not empty, each with its best hits."""
    if len(text) < SHORTEST:
        return []
    request = from_query({"q": text}, reader)
    hidden = steering.excluded(request)
    found = [r for r in _found(request, reader) if r.source != "page" or r.pk not in hidden]
    loaded = _without_illustrations(hits.load(found, reader))
    marker = Marker(request.typed)
    kinds = registry.kinds()
    by_group: dict[str, list[Hit]] = {}
    for hit in loaded:
        hit.marked_title = marker.marked(hit.title, hit.language)
        if not hit.note and not hit.trail and not hit.text.startswith(hit.title):
            hit.note = Truncator(hit.text).chars(90)
        group = by_group.setdefault(kinds[hit.kind].group, [])
        if len(group) < PER_GROUP:
            group.append(hit)
    return [Group(LABELS[name], by_group[name]) for name in PANEL_GROUPS if name in by_group]


def _without_illustrations(found: Sequence[Hit]) -> list[Hit]:
    """A picture would only lead to the page that it illustrates: one of the two is enough."""
    pages = {hit.url for hit in found if not hit.picture}
    return [hit for hit in found if not hit.picture or hit.url not in pages]


def _found(request: SearchRequest, reader: Reader) -> Sequence[Reference]:
    """What starts as typed; what the query finds when it says more than words."""
    typed, engine = request.typed, engines.current()
    if request.has_filters or typed.phrases or typed.excluded:
        return engine.find(request, reader, first=0, count=MOST_FOUND).page
    if not typed.words:
        return ()
    return engine.suggest(" ".join(typed.words), reader, limit=PER_GROUP)


def popular_for(reader: Reader) -> list[str]:
    """What many people asked lately and what finds something for this reader, too."""
    key = f"search.popular:{reader.pk}"
    known: list[str] | None = cache.get(key)
    if known is None:
        engine = engines.current()
        known = []
        for text in log.popular():
            request = SearchRequest(parse(text, {}))
            if engine.find(request, reader, first=0, count=0).total:
                known.append(text)
            if len(known) >= MOST_POPULAR:
                break
        cache.set(key, known, POPULAR_SECONDS)
    return known
