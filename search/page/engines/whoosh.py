"""The default engine: our Whoosh index, ranked whole, then checked against the database.

The index says what matches and how well, for all kinds of content at once; filters and facets are
read from its columns. Who may see a match is asked of the database for every match before anything
is counted, so that no total, facet or suggestion depends on an index that is a moment behind.
"""

from pathlib import Path
from typing import Any

import numpy as np
from modelsearch.backends import get_search_backend

from search.engine import matching, prefixes
from search.engine.answering import answered
from search.engine.ranking import best_documents
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError
from search.page import registry
from search.page.engines.base import EVIDENCE, Explanation, Found, Reference
from search.page.engines.explanation import explain
from search.page.engines.reader_search import ReaderSearch
from search.page.registry import Reader, Source
from search.page.request import SearchRequest
from search.page.syntax import Typed


def index_path() -> Path:
    path: Path = get_search_backend().path
    return path


def current_snapshot() -> Snapshot:
    """The index as it is now; empty if there is none yet or it cannot be read."""
    try:
        return snapshots(index_path()).current()
    except (IndexMissingError, IndexDamagedError) as error:
        return Snapshot(("", -1), [], [], missing=(repr(error),))


class WhooshEngine:
    name = "whoosh"

    def find(self, request: SearchRequest, reader: Reader, *, first: int, count: int) -> Found:
        return answered(index_path(), lambda: self._find(request, reader, first, count))

    def _find(self, request: SearchRequest, reader: Reader, first: int, count: int) -> Found:
        search = ReaderSearch(current_snapshot(), request, reader)
        search.count_words_as_seen(search.visible)
        found = search.filtered()
        total = int(np.count_nonzero(found))
        if not count:
            return Found(total, is_incomplete=search.is_incomplete)
        page = best_documents(found, search.merits, first + count)[first:]
        evidence = best_documents(found, search.scores, EVIDENCE)
        return Found(
            total,
            page=search.references(page),
            counts={"date": search.date_counts()}
            | {f.name: search.counts(f.name) for f in registry.facets()},
            evidence=search.references(evidence, "kind", "author"),
            also=search.words_added,
            similar=search.spellings(),
            is_relaxed=search.ranking.is_relaxed,
            is_incomplete=search.is_incomplete,
        )

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Reference]:
        return answered(index_path(), lambda: self._suggest(text, reader, limit))

    def _suggest(self, text: str, reader: Reader, limit: int) -> list[Reference]:
        snapshot = current_snapshot()
        match = prefixes.match_prefixes(snapshot, text)
        search = ReaderSearch(snapshot, SearchRequest(Typed(text, tuple(text.split()[:8]))), reader)
        suggested = self._suggested(search, match, limit)
        if search.count_words_as_seen(search.mask_of(suggested)):
            suggested = self._suggested(search, match, limit)
        return search.under_headings(suggested, limit)

    def _suggested(self, search: ReaderSearch, match: matching.Match, limit: int) -> list[int]:
        # Names and titles that start as typed; then what the words, typos forgiven, find anywhere.
        scores = np.where(match.mask, match.scores + search.scores.max(initial=0), search.scores)
        found = (match.mask | search.ranking.mask) & search.registered
        return search.first_visible(found, scores, limit)

    def explain(
        self, request: SearchRequest, reader: Reader, source: Source, pk: Any
    ) -> Explanation:
        def explained() -> Explanation:
            search = ReaderSearch(current_snapshot(), request, reader)
            search.count_words_as_seen(search.visible)
            return explain(search, source, pk)

        return answered(index_path(), explained)
