"""Whole-network indexes: inwardness, mixing, reciprocity, inequality."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Floats, Ints, Sparse


def ei_by_group(ties: Sparse, group: Ints, groups: int) -> tuple[Floats, Floats]:
    """E-I index (Krackhardt & Stern 1988) of each group and, last, of the whole; and by chance.

    Counted over tie ends, so that a group's index is the mean over its members' contacts. By
    chance a member of a group of s among n people meets (n-s)/(n-1) outsiders. NaN without ties.
    """
    ends = ties.tocoo()
    outside = group[ends.row] != group[ends.col]
    external = np.bincount(group[ends.row], weights=outside, minlength=groups)
    internal = np.bincount(group[ends.row], weights=~outside, minlength=groups)
    sizes = np.bincount(group, minlength=groups).astype(np.float64)
    people = float(len(group))
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (external - internal) / (external + internal)
        chance = (people - 2 * sizes + 1) / (people - 1)
        whole = (external.sum() - internal.sum()) / (external.sum() + internal.sum())
        pairs = people * (people - 1)
        whole_chance = (pairs - 2 * (sizes * (sizes - 1)).sum()) / pairs
    return np.append(observed, whole), np.append(chance, whole_chance)


def mixing_matrix(ties: Sparse, group: Ints, groups: int) -> Floats:
    """Tie ends between groups (symmetric; an inner tie counts twice); unknown groups left out."""
    ends = ties.tocoo()
    known = (group[ends.row] >= 0) & (group[ends.col] >= 0)
    rows, columns = group[ends.row[known]], group[ends.col[known]]
    return sparse.coo_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(groups, groups)
    ).toarray()


def assortativity(mixing: Floats) -> float:
    """Newman's r of a mixing matrix: 1 = only alike, 0 = by chance; NaN without ties."""
    total = mixing.sum()
    if total == 0:
        return float("nan")
    e = mixing / total
    by_chance = float(e.sum(axis=1) @ e.sum(axis=0))
    if by_chance >= 1:
        return float("nan")
    return (float(np.trace(e)) - by_chance) / (1 - by_chance)


def observed_over_expected(mixing: Floats, sizes: Ints) -> Floats:
    """Ties between groups against those if all pairs of people were equally likely."""
    people = sizes.sum()
    pairs = np.outer(sizes, sizes).astype(np.float64)
    np.fill_diagonal(pairs, sizes * (sizes - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return (mixing / mixing.sum()) / (pairs / (people * (people - 1)))


def coleman_homophily(share_inside: float, share_of_group: float) -> float:
    """Coleman's index: 1 only inside, 0 by chance, -1 only outside."""
    if share_inside >= share_of_group:
        return (share_inside - share_of_group) / (1 - share_of_group)
    return (share_inside - share_of_group) / share_of_group


def reciprocity(counts: Sparse) -> float:
    """Share of directions that are answered: mutual directions / all directions."""
    answered = counts.minimum(counts.T)
    answered.eliminate_zeros()
    return answered.nnz / counts.nnz if counts.nnz else float("nan")


def gini(volumes: Floats) -> float:
    """Gini coefficient of non-negative volumes; NaN when all are zero."""
    ordered = np.sort(volumes)
    total = ordered.sum()
    if total == 0:
        return float("nan")
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * total))


def share_of_top(volumes: Floats, fraction: float) -> float:
    """Share produced by the most active fraction of people (at least one person)."""
    total = volumes.sum()
    if total == 0:
        return float("nan")
    few = max(1, round(len(volumes) * fraction))
    return float(np.sort(volumes)[-few:].sum() / total)


def people_giving(volumes: Floats, share: float) -> int:
    """The smallest number of people who together produce the share."""
    ordered = np.sort(volumes)[::-1]
    needed = ordered.sum() * share
    if needed == 0:
        return 0
    return int(np.searchsorted(np.cumsum(ordered), needed - 1e-9) + 1)
