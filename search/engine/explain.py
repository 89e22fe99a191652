"""Why a document was found, or not: the facts behind a page's place in the results."""

from dataclasses import dataclass, field

import numpy as np

from search.analysis.analyzer import QueryWord
from search.engine import matching
from search.engine.searching import Searching


@dataclass
class Explanation:
    """What a search knows about one document. Show it only to who may see the object."""

    is_indexed: bool
    language: str = ""
    is_visible: bool = False  # in the searcher's scopes, as the index knows them
    is_found: bool = False
    excluded_by: list[str] = field(default_factory=list)  # names of ticked facets, or "filters"
    words_found: list[str] = field(default_factory=list)
    words_missing: list[str] = field(default_factory=list)
    misses_phrase: bool = False  # has words, but not the phrase in quotes or an excluded word
    rank: int = 0  # place among the results, from 1
    total: int = 0
    score: float = 0.0
    best_score: float = 0.0
    factor: float = 1.0  # freshness and authority
    length: int = 0  # in words; long documents score lower for the same words


def explain(search: Searching, key: str, visible: np.ndarray) -> Explanation:
    """Return why the document with this key ("app.model:pk") is, or is not, among the results."""
    snapshot = search.snapshot
    doc = snapshot.find([key]).get(key)
    if doc is None:
        return Explanation(is_indexed=False)
    found = search.found()
    segment, number = snapshot.locate(doc)
    told = Explanation(
        is_indexed=True,
        language=str(snapshot.value("language", doc) or ""),
        is_visible=bool(visible[doc]),
        is_found=bool(found[doc]),
        excluded_by=[name for name, mask in search.ticked.items() if not mask[doc]],
        total=int(np.count_nonzero(found)),
        score=float(search.scores[doc]),
        length=int(segment.lengths[number]),
    )
    if visible[doc] and not search.allowed[doc]:
        told.excluded_by.append("filters")
    for word in matching.scored_words(search.ranking.words):
        held = _holds(search, word, doc)
        (told.words_found if held else told.words_missing).append(word.text)
    told.misses_phrase = bool(told.words_found) and not search.mask[doc]
    if found.any():
        told.best_score = float(search.scores[found].max())
        told.rank = (
            int(np.count_nonzero(search.scores[found] > told.score)) + 1 if found[doc] else 0
        )
    if snapshot.factors is not None:
        told.factor = float(snapshot.factors[doc])
    return told


def _holds(search: Searching, word: QueryWord, doc: int) -> bool:
    return bool(matching.WordMatcher(search.snapshot).match(word).mask[doc])
