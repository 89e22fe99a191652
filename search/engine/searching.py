"""One search on one snapshot: what is found, counted, ordered and shown, from the index alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.safestring import SafeString

from search.engine.filters import Everything, Filter, OneOf
from search.engine.highlight import Highlighter, Passage, best_passages
from search.engine.matching import SynonymLookup
from search.engine.query import Query
from search.engine.ranking import Ranking, rank
from search.engine.snapshot import Snapshot

Selected = Mapping[str, Sequence[Any]]


@dataclass
class Shown:
    """What a hit shows of its document."""

    title: str
    title_html: SafeString
    language: str
    passages: list[Passage]


class Searching:
    """A query among the documents that a person may find (`visible`, one boolean per document)."""

    def __init__(
        self,
        snapshot: Snapshot,
        visible: np.ndarray,
        query: Query,
        filters: Filter | None = None,
        selected: Selected | None = None,
        language: str = "",
        *,
        synonyms: SynonymLookup | None = None,
    ):
        self.snapshot = snapshot
        self.allowed = visible & (filters or Everything()).mask(snapshot)
        self.ticked = {
            name: OneOf(name, values).mask(snapshot)
            for name, values in (selected or {}).items()
            if values
        }
        self.ranking: Ranking = rank(
            snapshot, query, allowed=visible, language=language, synonyms=synonyms
        )
        self.mask, self.scores = self.ranking.mask, self.ranking.scores
        self._highlighters: dict[str, Highlighter] = {}

    def found(self, *, without: str = "") -> np.ndarray:
        """Return what was found; with all ticked facets but one taken into account."""
        mask = self.mask & self.allowed
        for name, ticked in self.ticked.items():
            if name != without:
                mask = mask & ticked
        return mask

    def facet(self, name: str) -> list[tuple[Any, int]]:
        """Return the values of a column with their counts, as if none of them was ticked."""
        counts = self.snapshot.facet(name, self.found(without=name))
        return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))

    def best(self, found: np.ndarray, order: str, offset: int, limit: int) -> list[int]:
        """Return one page of documents, by "relevance" or a column ("-" in front: descending)."""
        docs = np.flatnonzero(found)
        stop = offset + limit
        keys = [-self.scores[docs].astype(np.float64)]
        if order != "relevance":
            ranks = self.snapshot.sort_ranks(order.lstrip("-"))[docs].astype(np.float64)
            keys.append(-ranks if order[0] == "-" else ranks)
        if len(docs) > 4 * stop:
            # Only documents at least as good as the last one of the page need sorting.
            near = keys[-1] <= np.partition(keys[-1], stop - 1)[stop - 1]
            docs, keys = docs[near], [key[near] for key in keys]
        page: list[int] = docs[np.lexsort((docs, *keys))][offset:stop].tolist()
        return page

    def show(self, doc: int, passages: int = 1) -> Shown:
        """Return a document's title and best passages with the words found marked."""
        stored = self.snapshot.texts(doc) or {}
        language, title = stored.get("language", ""), stored.get("title", "")
        highlighter = self._highlighters.get(language)
        if highlighter is None:
            highlighter = Highlighter(self.ranking.words, language)
            self._highlighters[language] = highlighter
        texts = [(slot, text) for slot, text in stored.get("texts", []) if text != title]
        chosen = best_passages(highlighter, texts, passages) if passages else []
        return Shown(title, highlighter.mark(title), language, chosen)
