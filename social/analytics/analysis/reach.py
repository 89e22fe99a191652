"""Steps and coverage over mutual ties."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Bools, Floats, Ints, Sparse

_SOURCES_AT_ONCE = 64


def steps_to(ties: Sparse, chosen: Bools, most: int = 6) -> Ints:
    """Mutual contacts between each person and the nearest chosen one (0 = chosen, -1 = farther)."""
    steps = np.where(chosen, 0, -1).astype(np.int64)
    front = chosen.astype(np.float64)
    for step in range(1, most + 1):
        front = ((ties @ front) > 0) & (steps < 0)
        if not front.any():
            break
        steps[front] = step
        front = front.astype(np.float64)
    return steps


def covered(ties: Sparse, team: Sequence[int]) -> Bools:
    """Who has a mutual contact in the team, or is in it."""
    chosen = np.zeros(ties.shape[0])
    chosen[list(team)] = 1
    return (ties @ chosen + chosen) > 0


def coverage(ties: Sparse, team: Sequence[int], active: Bools) -> float:
    """Share of active people within one mutual contact of the team; NaN without active people."""
    return float(covered(ties, team)[active].mean()) if active.any() else float("nan")


def betweenness(ties: Sparse, sources: Ints | None = None) -> Floats:
    """Brandes' betweenness of an undirected network, unnormalised; sampled when sources are given.

    Breadth-first search from many sources at once as sparse-times-dense products.
    """
    size = ties.shape[0]
    chosen = np.arange(size) if sources is None else sources
    total = np.zeros(size)
    for start in range(0, len(chosen), _SOURCES_AT_ONCE):
        total += _dependencies(ties, chosen[start : start + _SOURCES_AT_ONCE])
    return total / 2 * (size / max(len(chosen), 1))


def _dependencies(ties: Sparse, sources: Ints) -> Floats:
    size, many = ties.shape[0], len(sources)
    paths = np.zeros((size, many))
    paths[sources, np.arange(many)] = 1
    seen = paths > 0
    layers = [paths.copy()]
    while True:
        front = (ties @ layers[-1]) * ~seen
        if not front.any():
            break
        seen |= front > 0
        layers.append(front)
    owed = np.zeros((size, many))
    total = np.zeros((size, many))
    for layer in range(len(layers) - 1, 0, -1):
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(layers[layer] > 0, (1 + owed) / layers[layer], 0.0)
        owed = (ties @ ratio) * layers[layer - 1]
        if layer > 1:
            total += owed
    return total.sum(axis=1)


def spread(
    source: Ints, target: Ints, team: Sequence[int], size: int, chance: float, seed: int
) -> float:
    """Share of people touched when a message starts at the team and follows acts in time order."""
    draws = np.random.default_rng(seed).random(len(source)) < chance
    told = np.zeros(size, dtype=bool)
    told[list(team)] = True
    for one, other in zip(source[draws], target[draws], strict=True):
        if told[one]:
            told[other] = True
    return float(told.mean())


def random_teams(pool: Ints, size: int, draws: int, seed: int) -> list[Ints]:
    """Fair draws of teams from the pool."""
    generator = np.random.default_rng(seed)
    return [generator.choice(pool, min(size, len(pool)), replace=False) for _ in range(draws)]


def symmetric(first: Ints, second: Ints, size: int) -> Sparse:
    """A binary symmetric matrix from pairs."""
    rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    matrix.sum_duplicates()
    matrix.data = np.ones_like(matrix.data)
    return matrix
