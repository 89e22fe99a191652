"""Ranking a person's query: words, spelling, phrases, exclusions, freshness and authority."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from search.analysis.analyzer import QueryWord
from search.engine import matching, scoring
from search.engine.query import Query
from search.engine.snapshot import Snapshot


@dataclass
class Ranking:
    """What a query finds in a snapshot, before filters."""

    mask: np.ndarray
    scores: np.ndarray
    words: list[QueryWord]  # with the spellings that were tried for unknown words
    corrected: dict[str, str] = field(default_factory=dict)  # misspelt word -> word of the index
    is_relaxed: bool = False  # nothing held a phrase as quoted


FEW_HOLDERS = 8  # documents with a word that are asked about first

# Of these documents (booleans), those that the reader sees.
Seen = Callable[[np.ndarray], np.ndarray]


def rank(
    snapshot: Snapshot,
    query: Query,
    *,
    allowed: np.ndarray,
    seen: Seen | None = None,
    seen_in: Mapping[str, int] | None = None,
    language: str = "",
    synonyms: matching.SynonymLookup | None = None,
) -> Ranking:
    """Return documents with any of the words, those with all of them and close together first.

    Words that the index does not know are also looked up as words spelt alike. Neither that nor
    whether a phrase has to be relaxed may depend on what only others may read: `seen` is asked
    (without it, all `allowed` documents are seen), and `seen_in` says of words that are rare for
    the reader only in how many documents they are seen; in none, they count as unknown.
    """
    if seen is None:
        seen = partial(np.logical_and, allowed)
    seen_in = seen_in or {}
    words = matching.words_of(snapshot, query.text, language, seen_in)
    spellings = spelt_alike(snapshot, words, seen)
    for word in words:
        word.alternatives = list(spellings.get(word.text, ()))
    corrected = {text: others[0].text for text, others in spellings.items() if others}
    if synonyms is not None:
        matching.add_synonyms(snapshot, words, synonyms)
    mask, scores = np.ones(snapshot.size, bool), np.zeros(snapshot.size, np.float32)
    if query.text:
        match = matching.match_words(snapshot, words, allowed=allowed)
        scores = match.scores
        if not query.phrases:  # with phrases, the other words only rank
            mask = match.mask
    is_relaxed = False
    for phrase in query.phrases:
        match, was_relaxed = phrase_match(snapshot, phrase, seen, seen_in)
        is_relaxed |= was_relaxed
        mask, scores = mask & match.mask, scores + match.scores
        more = matching.words_of(snapshot, phrase, language, seen_in)
        words += [word for word in more if not word.is_run]
    for text in query.excluded:
        mask = mask & ~matching.match_phrase(snapshot, text).mask
    if snapshot.factors is not None:
        scores = scores * snapshot.factors
    return Ranking(mask, scores, words, corrected, is_relaxed)


def spelt_alike(
    snapshot: Snapshot, words: list[QueryWord], seen: Seen
) -> dict[str, list[QueryWord]]:
    """Return for the first few unknown words those spelt alike, most likely first.

    All of them stand in something the reader sees.
    """

    def known(others: Sequence[str]) -> set[str]:
        ids = {other: snapshot.postings("exact", other).ids for other in others}
        shown: set[str] = set()
        # As a rule a few documents show a word; all of them are asked about only where none does.
        for most in (FEW_HOLDERS, snapshot.size):
            mask = np.zeros(snapshot.size, bool)
            for other in ids.keys() - shown:
                mask[ids[other][-most:]] = True
            visible = seen(mask)
            shown |= {other for other in ids.keys() - shown if visible[ids[other][-most:]].any()}
        return shown

    unknown = [
        word
        for word in matching.scored_words(words)
        if not word.is_run and (word.seen_in == 0 or matching.is_unknown(snapshot, word))
    ]
    return {
        word.text: matching.alternatives(snapshot, word, known=known)
        for word in unknown[: scoring.MOST_CORRECTED]
    }


def phrase_match(
    snapshot: Snapshot, phrase: str, seen: Seen, seen_in: Mapping[str, int] | None = None
) -> tuple[matching.Match, bool]:
    """Return what holds a phrase as quoted; failing that inflected, failing that its words.

    The second value says whether it had to be relaxed: people put titles in quotation marks
    that the sentence inflects.
    """
    match = matching.match_phrase(snapshot, phrase)
    if seen(match.mask).any():
        return match, False
    match = matching.match_phrase(snapshot, phrase, inflected=True)
    if seen(match.mask).any():
        return match, True
    words = matching.words_of(snapshot, phrase, seen_in=seen_in)
    return matching.match_words(snapshot, words), True


def best_documents(mask: np.ndarray, scores: np.ndarray, count: int) -> np.ndarray:
    """Return the `count` best of the documents chosen (booleans), best first; equals by number."""
    docs = np.flatnonzero(mask)
    gains = scores[docs]
    if len(docs) > 4 * count > 0:
        # Only documents at least as good as the last one wanted need sorting.
        least = -np.partition(-gains, count - 1)[count - 1]
        docs, gains = docs[gains >= least], gains[gains >= least]
    return docs[np.lexsort((docs, -gains))][:count]
