"""Matching: which documents a query finds, and how well, for the whole snapshot at once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.analysis.analyzer import QueryWord, query_words
from search.analysis.detection import detect_language
from search.engine import scoring
from search.engine.codec import SLOT_SHIFT
from search.engine.proximity import closeness
from search.engine.segment import Postings
from search.engine.snapshot import Snapshot
from search.engine.vocabulary import KnownWords, document_frequency, similar_words


@dataclass
class Match:
    """The documents found (booleans) and their scores; 0 for the others."""

    mask: np.ndarray
    scores: np.ndarray

    def __and__(self, other: "Match") -> "Match":
        mask = self.mask & other.mask
        return Match(mask, np.where(mask, self.scores + other.scores, np.float32(0)))

    def __or__(self, other: "Match") -> "Match":
        return Match(self.mask | other.mask, self.scores + other.scores)

    def __invert__(self) -> "Match":
        return Match(~self.mask, np.zeros(len(self.mask), np.float32))


def match_nothing(snapshot: Snapshot) -> Match:
    return Match(np.zeros(snapshot.size, bool), np.zeros(snapshot.size, np.float32))


def match_all(snapshot: Snapshot) -> Match:
    return Match(np.ones(snapshot.size, bool), np.ones(snapshot.size, np.float32))


def words_of(
    snapshot: Snapshot, text: str, language: str = "", seen_in: Mapping[str, int] | None = None
) -> list[QueryWord]:
    """Return the words of a query in all languages of the index.

    `language` is the reader's: it decides about stop words when the query's own is unclear.
    `seen_in` has the words that are rare for the reader, see `QueryWord`.
    """
    languages = snapshot.languages
    own = detect_language(text, default=language)
    words = query_words(text, languages, own if own in languages else "")
    for word in words:
        word.seen_in = (seen_in or {}).get(word.text)
    return words


def scored_words(words: Sequence[QueryWord]) -> list[QueryWord]:
    """Return the words that count: all but stop words, or all if there is nothing else."""
    return [w for w in words if not w.is_stop] or list(words)


def rarest_words(snapshot: Snapshot, words: Sequence[QueryWord]) -> list[QueryWord]:
    """Return the words of a long text that are worth scoring, in their order.

    Each word costs a pass over its documents; those in most documents decide least.
    """
    if len(words) <= scoring.MOST_WORDS:
        return list(words)
    frequencies = [document_frequency(snapshot, word) if word.seen_in != 0 else 0 for word in words]
    held = [n for n, word in enumerate(words) if frequencies[n] or word.alternatives]
    rarest = sorted(held, key=lambda n: (frequencies[n], n))[: scoring.MOST_WORDS]
    return [words[n] for n in sorted(rarest)]


class WordMatcher:
    """Matches the words of one query against one snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        slots: frozenset[str] | None = None,
        exactly: bool = False,
    ):
        self.snapshot = snapshot
        self.slots = slots  # only occurrences in these search fields count
        self.exactly = exactly  # no prefix evidence (exclusions, phrases)

    def forms(self, word: QueryWord) -> list[list[tuple[float, str, str]]]:
        """Return for each form of a word its terms in all languages: (weight, field, term)."""
        if word.is_run:
            # Where a spelling stands is not kept: within a search field its parts have to do.
            return [[(scoring.RUN_WEIGHT, "exact", word.exact)]] if self.slots is None else []
        if word.seen_in == 0:
            return [] if self.exactly or self.slots is not None else [self.prefixes(word)]
        weights = {code: scoring.form_weights(code) for code in self.snapshot.languages}
        stems = [(weights[code].stem, f"stem_{code}", s) for code, s in word.stems.items()]
        if self.slots is not None:
            return [stems]
        exact = max((w.exact for w in weights.values()), default=1.0)
        forms = [stems, [(exact, "exact", word.exact)]]
        if not self.exactly:
            forms.append(self.prefixes(word))
        return forms

    def prefixes(self, word: QueryWord) -> list[tuple[float, str, str]]:
        """Return the first letters of a word as terms."""
        return [
            (scoring.form_weights(code).prefix, f"prefix_{code}", prefix)
            for code, prefix in word.prefixes.items()
        ]

    def postings(self, field: str, term: str) -> Postings:
        found = self.snapshot.postings(field, term)
        if self.slots is None or not len(found.ids):
            return found
        return self._within_slots(field, term)

    def _within_slots(self, field: str, term: str) -> Postings:
        assert self.slots is not None
        ids, weights = [], []
        for base, segment in self.snapshot:
            numbers = [n for name, n in segment.slots.items() if name in self.slots]
            docs, places = segment.positions(field, term)
            inside = docs[np.isin(places >> SLOT_SHIFT, numbers)]
            found, counts = np.unique(inside, return_counts=True)
            ids.append(found + base)
            weights.append(counts.astype(np.float32))
        return Postings(np.concatenate(ids), np.concatenate(weights))

    def match(self, word: QueryWord, *, prefix_alone: bool = True) -> Match:
        """Return the documents that hold a word in any form, or one of its alternatives.

        The first letters of a word alone do not make a document a result ("kontrakt" for
        "kontrola"), unless the word itself hardly occurs in what the reader sees; they only add
        to the score.
        """
        found = match_nothing(self.snapshot)
        for terms in self.forms(word):
            is_prefix = bool(terms) and terms[0][1].startswith("prefix_")
            only_adds = is_prefix and not (prefix_alone and self._is_rare(word, found))
            self._add_form(found, terms, found.mask.copy() if only_adds else found.mask)
        for other in word.alternatives:
            alternative = self.match(other, prefix_alone=False)
            found.mask |= alternative.mask
            found.scores = np.maximum(found.scores, alternative.scores * scoring.TYPO_WEIGHT)
        return found

    @staticmethod
    def _is_rare(word: QueryWord, found: Match) -> bool:
        count = np.count_nonzero(found.mask) if word.seen_in is None else word.seen_in
        return bool(count <= scoring.PREFIX_ALONE_LIMIT)

    def _add_form(
        self, found: Match, terms: list[tuple[float, str, str]], mask: np.ndarray
    ) -> None:
        snapshot = self.snapshot
        held = [(w, p) for w, field, t in terms if len((p := self.postings(field, t)).ids)]
        if not held:
            return
        # One rarity for the word in all languages: a document is in one language, so the lists
        # are disjoint, and results of both languages stay comparable.
        rarity = scoring.rarity(sum(len(p.ids) for _, p in held), max(snapshot.count, 1))
        for weight, (ids, frequencies) in held:
            mask[ids] = True
            gain = scoring.saturated(frequencies, snapshot.norms[ids])
            found.scores[ids] += weight * rarity * gain


def match_words(
    snapshot: Snapshot,
    words: Sequence[QueryWord],
    *,
    operator: str = "or",
    slots: frozenset[str] | None = None,
    exactly: bool = False,
    allowed: np.ndarray | None = None,
) -> Match:
    """Return documents with any ("or") or all ("and") of the words, best first by score.

    Words of a document that holds all of them, and words close together, earn bonuses
    (`search.engine.scoring`); `allowed` limits the documents worth examining for them.
    """
    chosen = scored_words(words)
    if operator == "or":
        chosen = rarest_words(snapshot, chosen)
    counted = [w for w in chosen if not w.is_run]
    matcher = WordMatcher(snapshot, slots=slots, exactly=exactly)
    found = match_nothing(snapshot)
    held = np.zeros(snapshot.size, np.uint8)
    numbers = numbers_of_codes(chosen)
    for word in chosen:
        match = matcher.match(word)
        found.scores += match.scores
        if word.text not in numbers:
            found.mask |= match.mask
        if not word.is_run:
            held += match.mask
    if not counted:
        return found
    # `held` counts the words that each document holds. Bonuses are shares of the best score, so
    # that they mean the same for rare and for common words.
    all_held = held >= len(counted)
    if operator == "and":
        found.mask &= all_held
    found.scores[~found.mask] = 0
    best = float(found.scores.max(initial=0))
    if len(counted) > 1 and best > 0 and not exactly:
        if len(counted) <= scoring.ALL_WORDS_LIMIT:
            found.scores[all_held & found.mask] += scoring.ALL_WORDS_BONUS * best
        _add_proximity(snapshot, counted, found, allowed)
    return found


def numbers_of_codes(words: Sequence[QueryWord]) -> set[str]:
    """Return the bare numbers of codes like "PIT-2", which do not make a document a result.

    A code of nothing but numbers ("24/12") is looked for by them, too.
    """
    codes = [w.text for w in words if w.is_run]
    numbers = {w.text for w in words if w.text.isdigit() and any(w.text in code for code in codes)}
    return numbers if any(not w.is_run and w.text not in numbers for w in words) else set()


def _add_proximity(
    snapshot: Snapshot, words: list[QueryWord], found: Match, allowed: np.ndarray | None
) -> None:
    candidates = found.mask & snapshot.live
    if allowed is not None:
        candidates &= allowed
    numbers = np.flatnonzero(candidates)
    if len(numbers) > scoring.PROXIMITY_DEPTH:
        top = np.argpartition(-found.scores[numbers], scoring.PROXIMITY_DEPTH)
        numbers = np.sort(numbers[top[: scoring.PROXIMITY_DEPTH]])
    if len(numbers):
        found.scores[numbers] += scoring.PROXIMITY_WEIGHT * closeness(snapshot, words, numbers)


def match_text(
    snapshot: Snapshot,
    text: str,
    *,
    operator: str = "or",
    slots: frozenset[str] | None = None,
    exactly: bool = False,
) -> Match:
    """Return the documents that match plain text as typed, without typo tolerance."""
    return match_words(
        snapshot, words_of(snapshot, text), operator=operator, slots=slots, exactly=exactly
    )


def match_phrase(
    snapshot: Snapshot,
    text: str,
    *,
    slots: frozenset[str] | None = None,
    inflected: bool = False,
) -> Match:
    """Return the documents in which the words stand one after another as written.

    Order and distance are compared by stem; unless `inflected`, every word must also occur as
    spelt (diacritics and case apart), so that "praca zdalna" does not find "pracy zdalnej".
    """
    words = [w for w in words_of(snapshot, text) if not w.is_run]
    found = match_nothing(snapshot)
    if not words:
        return found
    repeated = _phrase_words(snapshot, text)
    for code in snapshot.languages:
        found.mask |= _phrase_mask(snapshot, code, [w.stems[code] for w in repeated], slots)
    for word in [] if inflected else words:
        mask = np.zeros(snapshot.size, bool)
        mask[snapshot.postings("exact", word.exact).ids] = True
        found.mask &= mask
    scores = match_words(snapshot, words, slots=slots, exactly=True).scores
    found.scores = np.where(found.mask, scores * scoring.PHRASE_WEIGHT + 1e-3, np.float32(0))
    return found


def _phrase_words(snapshot: Snapshot, text: str) -> list[QueryWord]:
    from search.analysis.analyzer import tokens

    by_text = {w.text: w for w in words_of(snapshot, text)}
    return [by_text[t.text] for t in tokens(text) if not t.is_run]


def _phrase_mask(
    snapshot: Snapshot, code: str, stems: list[str], slots: frozenset[str] | None
) -> np.ndarray:
    # Each word's places are moved back by its number in the phrase. Where the words stand one after
    # another, all of them then point to the place of the first: what is left of the intersection are
    # the beginnings of the phrase.
    mask = np.zeros(snapshot.size, bool)
    for base, segment in snapshot:
        places: np.ndarray | None = None
        for offset, stem in enumerate(stems):
            docs, here = segment.positions(f"stem_{code}", stem)
            # A place in the whole segment: the document, the slot and the word in one number.
            keys = (docs << 32) + here - offset
            places = keys if places is None else np.intersect1d(places, keys)
            if not len(places):
                break
        if places is None or not len(places):
            continue
        if slots is not None:
            numbers = [n for name, n in segment.slots.items() if name in slots]
            places = places[np.isin((places >> SLOT_SHIFT) & 0xFF, numbers)]
        mask[base + (places >> 32)] = True
    return mask


def match_fuzzy(
    snapshot: Snapshot, text: str, *, operator: str = "or", slots: frozenset[str] | None = None
) -> Match:
    """Return documents with words spelt like those of the text (one or two letters apart)."""
    words = words_of(snapshot, text)
    for word in words:
        word.alternatives = alternatives(snapshot, word)
    return match_words(snapshot, words, operator=operator, slots=slots)


def alternatives(
    snapshot: Snapshot, word: QueryWord, limit: int = 5, known: KnownWords | None = None
) -> list[QueryWord]:
    """Return words of the index spelt like a query word, most likely first."""
    similar = similar_words(snapshot, word.exact, limit=limit, known=known)
    return [
        other
        for suggestion in similar
        for other in query_words(suggestion, snapshot.languages)
        if other.exact != word.exact and not other.is_run
    ]


SynonymLookup = Callable[[str], Iterable[str]]


def add_synonyms(snapshot: Snapshot, words: Sequence[QueryWord], lookup: SynonymLookup) -> None:
    """Give words that have synonyms (as written, folded, or by stem) those as alternatives."""
    for word in words:
        if word.is_run:
            continue
        keys = dict.fromkeys([word.text, word.exact, *word.stems.values()])
        for synonym in dict.fromkeys(s for key in keys for s in lookup(key)):
            for other in query_words(synonym, snapshot.languages):
                if not other.is_run and other.exact != word.exact:
                    word.alternatives.append(other)


def is_unknown(snapshot: Snapshot, word: QueryWord) -> bool:
    """Return whether the index holds a word in no spelling and no inflection."""
    return not (snapshot.frequency("exact", word.exact) or document_frequency(snapshot, word))


def holders(snapshot: Snapshot, word: QueryWord) -> np.ndarray:
    """Return the documents that make a word known: those with its spelling or an inflection."""
    mask = np.zeros(snapshot.size, bool)
    mask[snapshot.postings("exact", word.exact).ids] = True
    for code, stem in word.stems.items():
        mask[snapshot.postings(f"stem_{code}", stem).ids] = True
    return mask


def respelt(text: str, corrected: dict[str, str]) -> str:
    """Return the query with misspelt words replaced."""
    return re.sub(r"\w+", lambda m: corrected.get(m.group().lower(), m.group()), text)
