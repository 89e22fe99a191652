"""Proximity: how close together, and in order, the words of a query stand in a document."""

import numpy as np

from search.analysis.analyzer import QueryWord
from search.engine import scoring
from search.engine.segment import Segment
from search.engine.snapshot import Snapshot
from search.engine.vocabulary import document_frequency


def closeness(snapshot: Snapshot, words: list[QueryWord], numbers: np.ndarray) -> np.ndarray:
    """Return for each document (ascending numbers) the sum over neighbouring words of the query:
    the rarer word's weight, divided by their smallest distance in the document."""
    result = np.zeros(len(numbers), np.float32)
    for base, segment in snapshot:
        first, last = np.searchsorted(numbers, [base, base + segment.doc_count])
        if first < last:
            local = numbers[first:last] - base
            result[first:last] = _segment_closeness(snapshot, segment, words, local)
    return result


def _segment_closeness(
    snapshot: Snapshot, segment: Segment, words: list[QueryWord], numbers: np.ndarray
) -> np.ndarray:
    total = np.zeros(len(numbers), np.float32)
    before = _places(segment, words[0], numbers)
    for left, right in zip(words, words[1:], strict=False):
        after = _places(segment, right, numbers)
        if len(before) and len(after):
            weight = min(_rarity(snapshot, left), _rarity(snapshot, right))
            total += weight * _pair_closeness(before, after, len(numbers))
        before = after
    return total


def _rarity(snapshot: Snapshot, word: QueryWord) -> float:
    return scoring.rarity(document_frequency(snapshot, word), max(snapshot.count, 1))


def _places(segment: Segment, word: QueryWord, numbers: np.ndarray) -> np.ndarray:
    """Return where a word stands in the documents: (index into `numbers`) << 32 | place."""
    found = []
    for code, stem in word.stems.items():
        docs, places = segment.positions(f"stem_{code}", stem)
        # `numbers` ascends: the place at which a document would be put in is its index, if it is
        # there at all. What lies beyond the end is compared with the first, which it is not.
        index = np.searchsorted(numbers, docs)
        index[index == len(numbers)] = 0
        hit = numbers[index] == docs
        found.append((index[hit] << 32) + places[hit])
    if not found:
        return np.zeros(0, np.int64)
    return found[0] if len(found) == 1 else np.sort(np.concatenate(found))


def _pair_closeness(before: np.ndarray, after: np.ndarray, count: int) -> np.ndarray:
    """Return per document 1 / distance of the nearest pair; half as much in the wrong order."""
    best = np.zeros(count, np.float32)
    # Documents stand in the upper bits of a place: in another document everything is far away, so
    # that one search in one sorted array does for all documents at once. `nearest` points behind
    # the last occurrence of the first word before the second.
    nearest = np.searchsorted(before, after)
    for shift, worth in ((-1, 1.0), (0, 0.5)):  # the word before, the word behind
        index = nearest + shift
        valid = (index >= 0) & (index < len(before))
        distance = np.abs(after[valid] - before[index[valid]])
        near = (distance > 0) & (distance <= scoring.PROXIMITY_WINDOW)
        docs = (after[valid][near] >> 32).astype(np.int64)
        np.maximum.at(best, docs, (worth / distance[near]).astype(np.float32))
    return best
