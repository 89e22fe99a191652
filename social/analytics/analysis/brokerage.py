"""Who stands between groups: effective size, openness and the five Gould-Fernandez roles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Floats, Ints, Sparse

_ROWS_AT_ONCE = 2000  # keeps the products of large networks within a few hundred megabytes
_OPENNESS_PRIOR = 10


@dataclass(frozen=True, slots=True)
class Roles:
    """Open triads a -> b -> c (no a -> c) that each person b brokers, by the groups of a, b, c."""

    coordinator: Floats  # A A A
    itinerant: Floats  # A B A
    gatekeeper: Floats  # A B B
    representative: Floats  # A A B
    liaison: Floats  # A B C


def _split(ties: Sparse, group: Ints) -> tuple[Sparse, Sparse]:
    ends = ties.tocoo()
    same = group[ends.row] == group[ends.col]
    parts = []
    for keep in (same, ~same):
        part = (np.ones(keep.sum()), (ends.row[keep], ends.col[keep]))
        parts.append(sparse.csr_matrix(part, shape=ties.shape))
    return parts[0], parts[1]


def closed_by_column(mask: Sparse, left: Sparse, right: Sparse) -> Floats:
    """Column sums of mask o (left right'), never holding the whole product."""
    total = np.zeros(mask.shape[1])
    turned = right.T.tocsc()
    for start in range(0, mask.shape[0], _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        if mask[rows].nnz:
            product = mask[rows].multiply(left[rows] @ turned)
            total += np.asarray(product.sum(axis=0)).ravel()
    return total


def gould_fernandez(ties: Sparse, group: Ints) -> Roles:
    """The five brokerage roles (Gould & Fernandez 1989) on a binary directed or mutual network."""
    same, other = _split(ties, group)
    in_same, out_same = _sums(same)
    in_other, out_other = _sums(other)
    groups = int(group.max()) + 1 if len(group) else 0
    member = sparse.csr_matrix(
        (np.ones(len(group)), (np.arange(len(group)), group)), shape=(len(group), groups)
    )
    matched = np.asarray((other.T @ member).multiply(other @ member).sum(axis=1)).ravel()
    back_same = np.asarray(same.multiply(same.T).sum(axis=0)).ravel()
    back_other = np.asarray(other.multiply(other.T).sum(axis=0)).ravel()
    return Roles(
        coordinator=in_same * out_same - back_same - closed_by_column(same, same, same),
        itinerant=matched - back_other - closed_by_column(other, same, other),
        gatekeeper=in_other * out_same - closed_by_column(other, other, same),
        representative=in_same * out_other - closed_by_column(same, other, other),
        liaison=in_other * out_other - matched - closed_by_column(other, other, other),
    )


def _sums(matrix: Sparse) -> tuple[Floats, Floats]:
    incoming = np.asarray(matrix.sum(axis=0)).ravel()
    return incoming, np.asarray(matrix.sum(axis=1)).ravel()


def effective_size(ties: Sparse) -> Floats:
    """Burt's effective size in Borgatti's form: contacts minus 2 x ties among them / contacts."""
    contacts = np.asarray(ties.sum(axis=1)).ravel()
    among = closed_by_column(ties, ties, ties) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(contacts > 0, contacts - 2 * among / contacts, 0.0)


def openness(ties: Sparse, group: Ints) -> Floats:
    """Share of cross-department pairs of one's contacts that have no other link, shrunk.

    (pairs not in touch) / (pairs + 10): ten imagined linked pairs keep small networks modest.
    """
    open_pairs, pairs = cross_pairs(ties, group)
    return open_pairs / (pairs + _OPENNESS_PRIOR)


def cross_pairs(ties: Sparse, group: Ints) -> tuple[Floats, Floats]:
    """Per person: pairs of contacts from different groups that are not in touch, and all."""
    groups = int(group.max()) + 1 if len(group) else 0
    member = sparse.csr_matrix(
        (np.ones(len(group)), (np.arange(len(group)), group)), shape=(len(group), groups)
    )
    per_group = ties @ member
    contacts = np.asarray(ties.sum(axis=1)).ravel()
    alike = np.asarray(per_group.multiply(per_group).sum(axis=1)).ravel()
    pairs = (contacts**2 - alike) / 2
    _, across = _split(ties, group)
    in_touch = closed_by_column(ties, across, ties) / 2
    return pairs - in_touch, pairs
