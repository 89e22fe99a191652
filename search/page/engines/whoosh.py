"""The default engine: our Whoosh index, ranked whole, then checked against the database.

The index says what matches and how well, for all kinds of content at once; filters and facets are
read from its columns. Who may see a match is asked of the database for every match before anything
is counted, so that no total, facet or suggestion depends on an index that is a moment behind.

Each question goes through the same stations, none of which changes another:

    Snapshot    the index at one moment                                 search.engine.snapshot
    Sight       what the reader sees of it, each document asked once    search.page.engines.sight
    Wording     what the words find, counted as the reader sees them    search.page.engines.wording
    Matches     what of that passes the filters, counted and ordered    search.page.engines.matches
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from modelsearch.backends import get_search_backend

from search.engine import prefixes
from search.engine.answering import answered
from search.engine.ranking import best_documents
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError
from search.page import registry, steering
from search.page.engines import suggesting
from search.page.engines.base import EVIDENCE, Explanation, Found, Reference
from search.page.engines.explanation import explain
from search.page.engines.matches import Matches, references, visible_matches
from search.page.engines.sight import Sight
from search.page.engines.wording import Synonyms, Wording, rank_as_seen, spellings
from search.page.registry import Reader, Source
from search.page.request import SearchRequest
from search.page.syntax import Typed

MOST_WORDS_TYPED = 8  # of what somebody is typing


def index_path() -> Path:
    path: Path = get_search_backend().path
    return path


class WhooshEngine:
    """Searches an index with sources and synonyms: those of the house unless others are given."""

    name = "whoosh"

    def __init__(
        self,
        path: Path | None = None,
        sources: Callable[[], Sequence[Source]] = registry.sources,
        synonyms: Synonyms = steering.synonyms_in,
    ) -> None:
        self._path = path
        self._sources = sources
        self._synonyms = synonyms

    @property
    def path(self) -> Path:
        return self._path or index_path()

    def find(self, request: SearchRequest, reader: Reader, *, first: int, count: int) -> Found:
        return answered(self.path, lambda: self._find(request, reader, first, count))

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Reference]:
        return answered(self.path, lambda: self._suggest(text, reader, limit))

    def explain(
        self, request: SearchRequest, reader: Reader, source: Source, pk: Any
    ) -> Explanation:
        return answered(self.path, lambda: explain(self._matches(request, reader), source, pk))

    def _snapshot(self) -> Snapshot:
        """The index as it is now; empty if there is none yet or it cannot be read."""
        try:
            return snapshots(self.path).current()
        except (IndexMissingError, IndexDamagedError) as error:
            return Snapshot(("", -1), [], [], missing=(repr(error),))

    def _sight(self, reader: Reader) -> Sight:
        return Sight(self._snapshot(), reader, self._sources())

    def _matches(self, request: SearchRequest, reader: Reader) -> Matches:
        sight = self._sight(reader)

        def shown_by(wording: Wording) -> np.ndarray:
            return visible_matches(sight, request, wording)

        return Matches(sight, request, rank_as_seen(sight, request, self._synonyms, shown_by))

    def _find(self, request: SearchRequest, reader: Reader, first: int, count: int) -> Found:
        matches = self._matches(request, reader)
        sight, wording = matches.sight, matches.wording
        is_incomplete = bool(sight.snapshot.missing)  # parts cannot be read just now
        found = matches.filtered()
        total = int(np.count_nonzero(found))
        if not count:
            return Found(total, is_incomplete=is_incomplete)
        page = best_documents(found, matches.merits, first + count)[first:]
        evidence = best_documents(found, wording.scores, EVIDENCE)
        return Found(
            total,
            page=references(sight, wording, page),
            counts={"date": matches.date_counts()}
            | {f.name: matches.counts(f.name) for f in registry.facets()},
            evidence=references(sight, wording, evidence, "kind", "author"),
            also=wording.added,
            similar=spellings(sight, request, wording),
            is_relaxed=wording.ranking.is_relaxed,
            is_incomplete=is_incomplete,
        )

    def _suggest(self, text: str, reader: Reader, limit: int) -> list[Reference]:
        sight = self._sight(reader)
        request = SearchRequest(Typed(text, tuple(text.split()[:MOST_WORDS_TYPED])))
        starting = prefixes.match_prefixes(sight.snapshot, text)

        def best(wording: Wording) -> list[int]:
            # Names and titles that start as typed; then what the words, typos forgiven, find.
            scores = wording.scores
            scores = np.where(starting.mask, starting.scores + scores.max(initial=0), scores)
            found = (starting.mask | wording.ranking.mask) & sight.registered
            return suggesting.first_visible(sight, found, scores, limit)

        wording = rank_as_seen(
            sight, request, self._synonyms, lambda first: sight.mask_of(best(first))
        )
        return suggesting.under_headings(sight, wording, best(wording), limit)
