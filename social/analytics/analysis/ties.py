"""From who-acted-towards-whom to mutual ties.

A tie is mutual: both people acted towards each other at least once in the window. Events that
address more than ten people are announcements and make no tie; views never do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Floats, Ints, Sparse

MOST_ADDRESSEES = 10


@dataclass(frozen=True, slots=True)
class EventLog:
    """Directed acts between roster positions; `at` in seconds; `audience` counts addressees."""

    source: Ints
    target: Ints
    at: Floats
    audience: Ints

    def __len__(self) -> int:
        return len(self.source)

    def between(self, start: float, end: float) -> EventLog:
        """The acts with start <= at < end."""
        return self._take((self.at >= start) & (self.at < end))

    def personal(self) -> EventLog:
        """Without announcements (more than ten addressees) and acts towards oneself."""
        return self._take((self.audience <= MOST_ADDRESSEES) & (self.source != self.target))

    def _take(self, keep: np.ndarray) -> EventLog:
        return EventLog(self.source[keep], self.target[keep], self.at[keep], self.audience[keep])


def pair_counts(source: Ints, target: Ints, size: int, count: Ints | None = None) -> Sparse:
    """Acts from row person towards column person, the diagonal left out."""
    apart = source != target
    amount = np.ones(len(source)) if count is None else count.astype(np.float64)
    matrix = sparse.coo_matrix(
        (amount[apart], (source[apart], target[apart])), shape=(size, size)
    ).tocsr()
    matrix.sum_duplicates()
    return matrix


def weaker_direction(counts: Sparse) -> Sparse:
    """Symmetric: the smaller of both directions' counts, present only where the tie is mutual."""
    smaller = counts.minimum(counts.T).tocsr()
    smaller.eliminate_zeros()
    return smaller


def mutual_ties(counts: Sparse) -> Sparse:
    """The binary symmetric matrix A of mutual ties."""
    ties = weaker_direction(counts)
    ties.data = np.ones_like(ties.data)
    return ties


def interactions(counts: Sparse) -> Sparse:
    """Acts in both directions together, over mutual ties only (symmetric)."""
    return mutual_ties(counts).multiply(counts + counts.T).tocsr()


def values_at(matrix: Sparse, rows: Ints, columns: Ints) -> Floats:
    """The matrix's values at many places; scipy itself stumbles over none at all."""
    return np.asarray(matrix[rows, columns]).ravel() if len(rows) else np.zeros(0)


def active_dyads(counts: Sparse) -> tuple[Ints, Ints, np.ndarray]:
    """Each pair in touch once (first < second), and whether it is mutual."""
    either = sparse.triu(counts + counts.T, k=1).tocoo()
    first, second = either.row.astype(np.int64), either.col.astype(np.int64)
    both = values_at(mutual_ties(counts), first, second) > 0
    return first, second, both


def active_people(counts: Sparse) -> np.ndarray:
    """Who acted towards somebody, or was addressed personally, in the window."""
    outgoing = np.asarray(counts.sum(axis=1)).ravel()
    return (outgoing + np.asarray(counts.sum(axis=0)).ravel()) > 0


def degree(ties: Sparse) -> Ints:
    """Mutual contacts per person."""
    return np.diff(ties.indptr).astype(np.int64)
