"""How many different people or groups someone meets, whatever the volume.

Rarefaction (Hurlbert 1971, with replacement): the expected number of different partners in a
fixed number of interactions, so that a part-timer is not punished for writing less.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Floats, Ints, Sparse

DRAWS = 50
FEWEST_INTERACTIONS = 25


def rarefied(together: Sparse, draws: int = DRAWS, fewest: int = FEWEST_INTERACTIONS) -> Floats:
    """Expected different columns in `draws` interactions of each row; NaN below `fewest`."""
    rows = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    totals = np.bincount(rows, weights=together.data, minlength=together.shape[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        met = 1 - (1 - together.data / totals[rows]) ** draws
    expected = np.bincount(rows, weights=met, minlength=together.shape[0])
    return np.where(totals >= fewest, expected, np.nan)


def by_group(together: Sparse, group: Ints, groups: int) -> Sparse:
    """Interactions of each person with each group, the own group left out."""
    ends = together.tocoo()
    keep = (group[ends.col] >= 0) & (group[ends.col] != group[ends.row])
    cells = (ends.data[keep], (ends.row[keep], group[ends.col[keep]]))
    return sparse.csr_matrix(cells, shape=(together.shape[0], groups))


def rarefied_groups(
    together: Sparse, group: Ints, draws: int = DRAWS, fewest: int = FEWEST_INTERACTIONS
) -> Floats:
    """Expected different groups other than one's own in `draws` interactions; NaN below `fewest`.

    Interactions inside the own group stay in the denominator: turning inward costs.
    """
    groups = int(group.max()) + 1 if len(group) else 1
    outward = by_group(together, group, max(groups, 1))
    totals = np.asarray(together.sum(axis=1)).ravel()
    rows = np.repeat(np.arange(outward.shape[0]), np.diff(outward.indptr))
    with np.errstate(invalid="ignore", divide="ignore"):
        met = 1 - (1 - outward.data / totals[rows]) ** draws
    expected = np.bincount(rows, weights=met, minlength=outward.shape[0])
    return np.where(totals >= fewest, expected, np.nan)


def effective_groups(together: Sparse, group: Ints) -> Floats:
    """exp of the entropy of interactions over groups: "as if evenly across 4.2 departments"."""
    ends = together.tocoo()
    groups = int(group.max()) + 1 if len(group) else 1
    shape = (together.shape[0], groups)
    spread = sparse.csr_matrix((ends.data, (ends.row, group[ends.col])), shape=shape)
    rows = np.repeat(np.arange(shape[0]), np.diff(spread.indptr))
    totals = np.bincount(rows, weights=spread.data, minlength=shape[0])
    share = spread.data / totals[rows]
    return np.exp(np.bincount(rows, weights=-share * np.log(share), minlength=shape[0]))
