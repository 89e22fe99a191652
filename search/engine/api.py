"""The interface for search pages: one ranked search over all models that a person may see.

    from search.engine import api

    results = api.search(
        'urlop "praca zdalna" -archiwum',
        scopes={Page: visible_pages(user), Comment: Comment.objects.visible_to(user)},
        selected={"kind": ["blog.guidepage"], "project_id": [3, 7]},   # facets that were ticked
        filters=filters.Between("date", low=date(2026, 1, 1)),          # anything else
        facets=["kind", "project_id", "department_id", "author_id", "topics", "language"],
        order="relevance",            # or "-date", "date", any column
        offset=0, limit=20, language="pl",
    )
    results.total, results.facets["kind"], results.did_you_mean, results.corrected
    for hit in results.hits:
        hit.object, hit.title, hit.passages[0].html, hit.kind, hit.score

`browse` lists without a query, `suggest` completes what is being typed, `explain` says why an object
is or is not found, `indexed_document` shows what the index holds of it. Synonyms: register a
provider in `search.analysis.synonyms`.

**Scopes decide what may be found**: one queryset per model, already limited to what the person may
see. A queryset whose conditions are on `FilterField`s is evaluated on the index's columns; any
other is asked once for its primary keys. Either way every hit is loaded through its queryset, so
that nothing is shown that the database would not show now. Objects with changes that the index
does not know yet (`pending`, kept by `search.outbox`) are checked against the database before they
count anywhere: in totals, facets, suggestions and words offered.

**Columns** are what models declare as `index.FilterField(name)`, under the attribute's name
("author" is "author_id" for a foreign key); models that share a name share the column, hence the
facet. Every document also has the columns `kind` (the model's label, or `get_search_kind()`) and
`language`, and if the model defines them `search_date` and `search_authority` (see
`search.engine.documents`). Declare for the intranet's facets, on every model that has them:
`project_id`, `department_id`, `author_id`, `topics` (a list of keys), `date`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString
from modelsearch.backends import get_search_backend

from search.analysis.synonyms import synonyms_of
from search.engine import prefixes
from search.engine.answering import answered
from search.engine.documents import PK, ROOT
from search.engine.explain import Explanation
from search.engine.explain import explain as describe
from search.engine.filters import Filter
from search.engine.highlight import Passage
from search.engine.query import Query
from search.engine.scopes import Scopes, open_scopes
from search.engine.searching import Searching, Selected


@dataclass
class Hit:
    """One document found, with its object loaded through the scope's queryset."""

    key: str
    object: Model
    kind: str
    score: float
    language: str
    title: str
    title_html: SafeString
    passages: list[Passage]


@dataclass
class Results:
    """A page of hits and what is known about all that was found."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)  # most frequent first
    did_you_mean: str = ""  # a better spelling of the query, from words the person may see
    corrected: dict[str, str] = field(default_factory=dict)  # misspelt word -> what was searched
    is_relaxed: bool = False  # nothing held a phrase as quoted: its words were searched instead


@dataclass
class Suggestions:
    """What to show while someone types."""

    hits: list[Hit] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # ways to complete the last word


P = ParamSpec("P")
R = TypeVar("R")


def _on_sound_segments(ask: Callable[P, R]) -> Callable[P, R]:
    """Damaged parts of the index do not keep the others from answering."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        path = get_search_backend(str(kwargs.get("backend", "default"))).path
        return answered(path, lambda: ask(*args, **kwargs))

    return asked


@_on_sound_segments
def search(
    typed: str | Query,
    *,
    scopes: Mapping[type[Model], QuerySet[Any]],
    selected: Selected | None = None,
    filters: Filter | None = None,
    facets: Sequence[str] = (),
    order: str = "relevance",
    offset: int = 0,
    limit: int = 20,
    language: str = "",
    passages: int = 1,
    backend: str = "default",
) -> Results:
    """Search everything in `scopes`, best first; see the module's documentation."""
    query = Query.parse(typed) if isinstance(typed, str) else typed
    opened = open_scopes(scopes, backend)
    if not query or not opened.snapshot.size:
        return Results()
    search_ = Searching(
        opened.snapshot, opened.mask, query, filters, selected, language, synonyms=synonyms_of
    )
    found = search_.found()
    page = search_.best(found, order, offset, limit)
    return Results(
        hits=_load(search_, opened, page, passages),
        total=int(np.count_nonzero(found)),
        facets={name: search_.facet(name) for name in facets},
        did_you_mean=search_.ranking.did_you_mean,
        corrected=search_.ranking.corrected,
        is_relaxed=search_.ranking.is_relaxed,
    )


@_on_sound_segments
def browse(
    *,
    scopes: Mapping[type[Model], QuerySet[Any]],
    selected: Selected | None = None,
    filters: Filter | None = None,
    facets: Sequence[str] = (),
    order: str = "-search_date",
    offset: int = 0,
    limit: int = 20,
    backend: str = "default",
) -> Results:
    """List everything in `scopes` without a query, newest first."""
    opened = open_scopes(scopes, backend)
    search_ = Searching(opened.snapshot, opened.mask, Query(), filters, selected)
    found = search_.found()
    return Results(
        hits=_load(search_, opened, search_.best(found, order, offset, limit), 1),
        total=int(np.count_nonzero(found)),
        facets={name: search_.facet(name) for name in facets},
    )


@_on_sound_segments
def suggest(
    typed: str,
    *,
    scopes: Mapping[type[Model], QuerySet[Any]],
    limit: int = 8,
    per_kind: int = 4,
    words: int = 4,
    backend: str = "default",
) -> Suggestions:
    """Return objects whose autocomplete fields (titles, names) hold words that start like the typed
    ones, at most `per_kind` of a kind, and completions of the last word."""
    opened = open_scopes(scopes, backend)
    snapshot = opened.snapshot
    typed = typed.strip()[:100]
    if not typed or not snapshot.size:
        return Suggestions()
    search_ = Searching(snapshot, opened.mask, Query())
    match = prefixes.match_prefixes(snapshot, typed)
    search_.scores = match.scores
    best = search_.best(match.mask & search_.allowed, "relevance", 0, limit * 3)
    hits: list[Hit] = []
    counts: dict[str, int] = {}
    for hit in _load(search_, opened, best, 0):
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
        if counts[hit.kind] <= per_kind and len(hits) < limit:
            hits.append(hit)
    completions = prefixes.completions(snapshot, typed, search_.allowed, limit=words)
    return Suggestions(hits, completions)


@_on_sound_segments
def explain(
    typed: str | Query,
    key: str,
    *,
    scopes: Mapping[type[Model], QuerySet[Any]],
    selected: Selected | None = None,
    filters: Filter | None = None,
    language: str = "",
    backend: str = "default",
) -> Explanation:
    """Return why the object with this key ("wagtailcore.page:7") is, or is not, found by a search.

    The caller decides whether the person may know that the object exists.
    """
    query = Query.parse(typed) if isinstance(typed, str) else typed
    opened = open_scopes(scopes, backend)
    search_ = Searching(
        opened.snapshot, opened.mask, query, filters, selected, language, synonyms=synonyms_of
    )
    return describe(search_, key, opened.mask)


@_on_sound_segments
def indexed_document(key: str, *, backend: str = "default") -> dict[str, Any] | None:
    """Return what the index holds of an object: its texts and columns; None if it is not there."""
    snapshot = open_scopes({}, backend).snapshot
    doc = snapshot.find([key]).get(key)
    if doc is None:
        return None
    segment, number = snapshot.locate(doc)
    columns = {
        name.removeprefix("f_"): segment.column(name)[number]
        for name in sorted(segment.column_names())
        if name.startswith("f_")
    }
    shown = segment.texts(number) or {}
    return {**shown, "columns": {n: v for n, v in columns.items() if v not in (None, [])}}


def _load(search_: Searching, scopes: Scopes, docs: list[int], passages: int) -> list[Hit]:
    """Return the hits whose objects the scopes' querysets still contain: one query per model."""
    snapshot = search_.snapshot
    by_root: dict[str, list[tuple[int, Any]]] = {}
    for doc in docs:
        by_root.setdefault(snapshot.value(ROOT, doc), []).append((doc, snapshot.value(PK, doc)))
    objects: dict[int, Model] = {}
    for root, pairs in by_root.items():
        objects.update(scopes.load(root, pairs))
    return [_hit(search_, doc, objects[doc], passages) for doc in docs if doc in objects]


def _hit(search_: Searching, doc: int, obj: Model, passages: int) -> Hit:
    shown = search_.show(doc, passages)
    value = search_.snapshot.value
    return Hit(
        key=f"{value(ROOT, doc)}:{value(PK, doc)}",
        object=obj,
        kind=value("kind", doc) or "",
        score=float(search_.scores[doc]),
        language=shown.language,
        title=shown.title,
        title_html=shown.title_html,
        passages=shown.passages,
    )
