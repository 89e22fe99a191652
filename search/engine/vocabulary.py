"""The index's own vocabulary: words spelt like another, words that start like another.

Every word of a segment has a signature of 32 bits, one per letter (mod 32). Two words one edit
apart differ in at most two bits, so comparing all signatures at once (one vector operation) leaves
few words for the exact comparison: the cost is bounded, whatever is typed.
"""

import weakref
from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from search.analysis.analyzer import QueryWord
from search.engine.codec import decode_keys, sizes
from search.engine.segment import Segment
from search.engine.snapshot import Snapshot

KnownWords = Callable[[Sequence[str]], Collection[str]]
MAX_OFFERED = 40  # similar words of which it is asked whether they may be offered
MAX_CANDIDATES = 400  # words compared exactly per segment and query word, most frequent first
MAX_REMEMBERED = 500  # words typed wrongly whose similar words are remembered
_similar: "weakref.WeakKeyDictionary[Snapshot, dict[str, dict[str, float]]]" = (
    weakref.WeakKeyDictionary()
)
_vocabularies: "weakref.WeakKeyDictionary[Segment, Vocabulary]" = weakref.WeakKeyDictionary()


class Vocabulary:
    """The exact words of one segment with their signatures and document frequencies."""

    def __init__(self, segment: Segment):
        arrays = segment.fields.get("exact")
        if arrays is None:
            self.words: list[str] = []
            self.lengths = np.zeros(0, np.int64)
            self.signatures = np.zeros(0, np.uint32)
            self.frequencies = np.zeros(0, np.int64)
            return
        self.words = list(decode_keys(arrays))
        ends = arrays.key_ends.astype(np.int64)
        self.lengths = sizes(ends)
        bits = np.uint32(1) << (arrays.keys & 31).astype(np.uint32)
        self.signatures = (
            np.bitwise_or.reduceat(bits, ends[:-1]) if len(bits) else np.zeros(0, np.uint32)
        )
        self.frequencies = sizes(arrays.starts)

    def candidates(self, word: str, distance: int) -> Iterable[tuple[str, int]]:
        """Return words that may be within a distance of the word, with their frequencies."""
        if not self.words:
            return []
        key = np.frombuffer(word.encode(), np.uint8)
        signature = np.bitwise_or.reduce(np.uint32(1) << (key & 31).astype(np.uint32))
        different = np.bitwise_count(self.signatures ^ signature)
        close = (np.abs(self.lengths - len(key)) <= distance) & (different <= 2 * distance)
        numbers = np.flatnonzero(close & (self.frequencies > 0))
        if len(numbers) > MAX_CANDIDATES:
            # A typo rarely hits the first letter: prefer words that share it, then frequent ones.
            first = np.array([self.words[n][:1] == word[:1] for n in numbers.tolist()])
            keep = np.lexsort((-self.frequencies[numbers], ~first, different[numbers]))
            numbers = numbers[keep[:MAX_CANDIDATES]]
        return [(self.words[n], int(self.frequencies[n])) for n in numbers.tolist()]


def vocabulary(segment: Segment) -> Vocabulary:
    """Return a segment's vocabulary, built once per process."""
    found = _vocabularies.get(segment)
    if found is None:
        found = _vocabularies[segment] = Vocabulary(segment)
    return found


def document_frequency(snapshot: Snapshot, word: QueryWord) -> int:
    """Return in how many documents a word occurs, in any of its inflections."""
    if word.is_run:
        return snapshot.frequency("exact", word.exact)
    return sum(snapshot.frequency(f"stem_{code}", s) for code, s in word.stems.items())


def allowed_distance(word: str) -> int:
    """Return how many typing errors a word of this length may hold; none in short words or codes."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return 0
    return 1 if len(word) < 8 else 2


def similar_words(
    snapshot: Snapshot, word: str, *, limit: int = 5, known: KnownWords | None = None
) -> list[str]:
    """Return words of the index within the allowed distance: nearest first, then most frequent.

    `known` picks those that may be offered; the others count for nothing.
    """
    costs = _costs(snapshot, word)
    ranked = list(costs)
    if known is not None:
        offered = known(ranked[:MAX_OFFERED])
        ranked = [w for w in ranked if w in offered]
    nearest = costs[ranked[0]] if ranked else 0
    return [w for w in ranked if costs[w] <= nearest + 0.5][:limit]


def _costs(snapshot: Snapshot, word: str) -> dict[str, float]:
    """Return the words within the allowed distance with their costs, in the order of
    `similar_words`; remembered for as long as the snapshot is the current one."""
    remembered = _similar.setdefault(snapshot, {})
    if (known := remembered.get(word)) is not None:
        return known
    allowed = allowed_distance(word)
    found: dict[str, tuple[float, int]] = {}
    for segment in snapshot.segments if allowed else ():
        for other, frequency in vocabulary(segment).candidates(word, allowed):
            if other in found:
                found[other] = (found[other][0], found[other][1] + frequency)
            elif other != word and (cost := edit_cost(word, other, allowed)) < allowed + 1:
                found[other] = (cost, frequency)
    ranked = sorted(found, key=lambda w: (found[w][0], -found[w][1], w))
    if len(remembered) >= MAX_REMEMBERED:
        remembered.clear()
    costs = remembered[word] = {w: found[w][0] for w in ranked}
    return costs


def edit_cost(first: str, second: str, limit: int) -> float:
    """Return the optimal string alignment distance (swapped neighbours cost one), or more than
    `limit`; an error in the first letter costs a quarter more, since it is rare."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    # The table of Damerau and Levenshtein row by row; `row[j]` is the cost of turning the first i
    # letters into the first j. A swap reaches back two rows. Once a whole row costs too much, no
    # later one costs less.
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1] + (0.25 if row[-1] and first[:1] != second[:1] else 0)
