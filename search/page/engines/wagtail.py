"""Any engine that Wagtail has a backend for: SQLite and PostgreSQL full text, Elasticsearch, …

The backend gives ranked keys for each model; the database says which of them the reader sees and
counts facets. Scores of different models are not comparable in these engines, so each list is
scaled by its best score before they are merged. At most `CAP` hits of a model are looked at.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from modelsearch import query as tree
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchResults

from search.page import registry
from search.page.engines.base import EVIDENCE, Explanation, Found, Reference
from search.page.registry import Reader, Source
from search.page.request import NEWEST, SearchRequest, day_key
from search.page.visibility import among, visible_to

logger = logging.getLogger("search.page")
CAP = 1000


def _client_errors() -> tuple[type[Exception], ...]:
    """What the clients of search servers raise when one is away or refuses."""
    found: list[type[Exception]] = []
    for module, names in (
        ("elasticsearch", ("ApiError", "TransportError")),
        ("opensearchpy", ("OpenSearchException",)),
    ):
        if find_spec(module):
            clients = import_module(module)
            found.extend(getattr(clients, name) for name in names)
    return tuple(found)


ENGINE_ERRORS: tuple[type[Exception], ...] = (
    NotImplementedError,
    DatabaseError,
    OSError,
    *_client_errors(),
)


class WagtailEngine:
    """Searches with the default search backend of Wagtail, one model after another."""

    @property
    def name(self) -> str:
        """The backend's: "database", "elasticsearch9"."""
        backend: str = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
        return backend.rpartition(".")[2]

    def find(self, request: SearchRequest, reader: Reader, *, first: int, count: int) -> Found:
        rows: list[_Row] = []
        is_capped = False
        for source in registry.sources():
            ranked = self._ranked(source, request)
            if source.name == "page":
                ranked = {k: v for k, v in ranked.items() if k not in request.hidden_pages}
            is_capped = is_capped or len(ranked) >= CAP
            rows.extend(_rows_of(source, ranked, reader, request))
        chosen = [row for row in rows if row.passes(request)]
        if request.order == NEWEST:
            chosen.sort(key=lambda r: (r.moment, r.reference.score), reverse=True)
        else:
            chosen.sort(key=lambda r: -r.reference.score)
        return Found(
            total=len(chosen),
            page=[row.reference for row in chosen[first : first + count]],
            counts={"date": _dated(rows, request)}
            | {f.name: _counted(rows, request, f.name) for f in registry.facets()},
            evidence=[row.reference for row in chosen[:EVIDENCE]],
            is_capped=is_capped,
        )

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Reference]:
        found: list[Reference] = []
        for source in registry.sources():
            try:
                results = get_search_backend().autocomplete(
                    text, source.model, order_by_relevance=True
                )
                keys = {obj.pk: 1.0 / (n + 1) for n, obj in enumerate(results[: limit * 4])}
            except ENGINE_ERRORS:
                logger.exception("No suggestions of %s", source.name)
                continue
            visible = _kinds(source, among(visible_to(source, reader), keys))
            ordered = [pk for pk in keys if pk in visible][:limit]
            found.extend(
                Reference(source.name, pk, keys[pk], {"kind": (visible[pk],)}) for pk in ordered
            )
        return found

    def explain(
        self, request: SearchRequest, reader: Reader, source: Source, pk: Any
    ) -> Explanation:
        """Only the place in the results is known: these engines do not tell what they hold."""
        found = self.find(request, reader, first=0, count=CAP)
        keys = [(r.source, r.pk) for r in found.page]
        rank = keys.index((source.name, pk)) + 1 if (source.name, pk) in keys else None
        score = found.page[rank - 1].score if rank else 0.0
        return Explanation(
            is_indexed=True,
            matched=request.typed.words if rank else (),
            rank=rank,
            score=score,
            best_score=found.page[0].score if found.page else 0.0,
        )

    def _ranked(self, source: Source, request: SearchRequest) -> dict[Any, float]:
        """Keys of the best matches with scores from 1 down. All words first, then any word."""
        if request.typed.is_empty:
            return self._newest(source, request)
        for operator in ("and", "or"):
            wanted = _tree(request, operator)
            if ranked := self._asked(source, wanted, operator):
                return self._without_excluded(source, request, ranked)
        return {}

    def _asked(
        self, source: Source, wanted: tree.SearchQuery, operator: str = "and"
    ) -> dict[Any, float]:
        """What the backend finds; nothing, and a line in the log, if it cannot be asked so."""
        try:
            with transaction.atomic():  # PostgreSQL answers nothing more after an error
                results = get_search_backend().search(wanted, source.model, operator=operator)
                return _scored(results)
        except ENGINE_ERRORS:
            logger.exception("%s cannot search %s", self.name, source.name)
            return {}

    def _without_excluded(
        self, source: Source, request: SearchRequest, ranked: dict[Any, float]
    ) -> dict[Any, float]:
        """Take out what holds an excluded word. Not every backend can say "not" itself."""
        for text in request.typed.excluded:
            wanted = tree.Phrase(text) if " " in text else tree.PlainText(text, operator="and")
            out = self._asked(source, wanted)
            ranked = {pk: score for pk, score in ranked.items() if pk not in out}
        return ranked

    def _newest(self, source: Source, request: SearchRequest) -> dict[Any, float]:
        """Without words: everything that the filters choose, the newest first."""
        if not request.has_filters:
            return {}
        column = source.columns.get("date")
        objects = source.model._default_manager.order_by(f"-{column.path}" if column else "-pk")
        return dict.fromkeys(objects.values_list("pk", flat=True)[:CAP], 0.0)


def _tree(request: SearchRequest, operator: str) -> tree.SearchQuery:
    typed = request.typed
    parts: list[tree.SearchQuery] = []
    if typed.words:
        parts.append(tree.PlainText(" ".join(typed.words), operator=operator))
    parts.extend(tree.Phrase(phrase) for phrase in typed.phrases)
    return parts[0] if len(parts) == 1 else tree.And(parts)


def _scored(results: BaseSearchResults) -> dict[Any, float]:
    objects = list(results.annotate_score("search_score")[:CAP])
    scores = [abs(float(getattr(obj, "search_score", 0) or 0)) for obj in objects]
    best = max(scores, default=0.0)
    if not best:  # a backend without scores: by place
        return {obj.pk: 1.0 / (n + 1) for n, obj in enumerate(objects)}
    return {obj.pk: score / best for obj, score in zip(objects, scores, strict=True)}


class _Row:
    """A visible match with its values of facets."""

    def __init__(self, reference: Reference, moment: float) -> None:
        self.reference = reference
        self.moment = moment  # microseconds since 1970; 0 if it has no date

    def passes(self, request: SearchRequest, *, but: str = "") -> bool:
        facets = self.reference.facets
        for name, wanted in request.filters.items():
            if name != but and wanted.isdisjoint(facets.get(name, ())):
                return False
        if request.after or request.before:
            if not self.moment:
                return False
            if request.starts and self.moment < request.starts.timestamp():
                return False
            if request.ends and self.moment >= request.ends.timestamp():
                return False
        return True


def _kinds(source: Source, objects: Any) -> dict[Any, str]:
    column = source.columns.get("kind")
    if column is None:
        return dict.fromkeys(objects.values_list("pk", flat=True), source.kinds[0].name)
    rows = dict(objects.values_list("pk", column.path))
    names = column.values_of(set(rows.values()))
    return {pk: names[value] for pk, value in rows.items() if value in names}


def _rows_of(
    source: Source, ranked: Mapping[Any, float], reader: Reader, request: SearchRequest
) -> list[_Row]:
    if not ranked:
        return []
    visible = among(visible_to(source, reader).order_by(), ranked.keys())
    kinds = _kinds(source, visible)
    values: dict[str, dict[Any, set[str]]] = {}
    for facet in registry.facets():
        column = source.columns.get(facet.name)
        if column is None or facet.name == "kind":
            continue
        pairs = list(visible.values_list("pk", column.path))
        names = column.values_of({value for _, value in pairs})
        by_pk = values.setdefault(facet.name, {})
        for pk, value in pairs:
            if value in names:
                by_pk.setdefault(pk, set()).add(names[value])
    date = source.columns.get("date")
    moments = dict(visible.values_list("pk", date.path)) if date else {}
    rows = []
    for pk, kind in kinds.items():
        facets = {name: tuple(by_pk.get(pk, ())) for name, by_pk in values.items()}
        facets["kind"] = (kind,)
        moment = moments.get(pk)
        rows.append(
            _Row(
                Reference(source.name, pk, ranked[pk], facets),
                moment.timestamp() if moment else 0.0,
            )
        )
    return rows


def _counted(rows: Iterable[_Row], request: SearchRequest, facet: str) -> dict[str, int]:
    """Hits for each value, were this facet not used to narrow them."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row.passes(request, but=facet):
            counts.update(row.reference.facets.get(facet, ()))
    return dict(counts)


def _dated(rows: Iterable[_Row], request: SearchRequest) -> dict[str, int]:
    """Hits since each first day on offer, were none of them chosen."""
    return {
        day_key(day): sum(row.passes(request.since(day)) for row in rows)
        for day in request.days_offered
    }
