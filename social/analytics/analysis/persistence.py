"""How likely a tie is to be there in the next period, estimated on this organisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from social.analytics.analysis.arrays import Floats, Ints, Sparse
from social.analytics.analysis.ties import mutual_ties, values_at, weaker_direction

BUCKETS = 6
# Where an installation starts: measured on the e-mail of a Polish manufacturer and a European
# institution. Twenty observed ties per bucket weigh as much as this.
PRIOR = np.array([0.34, 0.57, 0.66, 0.72, 0.78, 0.85])
PRIOR_WEIGHT = 20


@dataclass(frozen=True, slots=True)
class Persistence:
    """Chance of lasting by the weaker direction's count (1, 2, 3, 4, 5, 6 and more)."""

    chances: Floats
    observed: Ints

    def weights(self, counts: Sparse) -> Sparse:
        """The chance p_ij of each mutual tie (symmetric)."""
        ties = weaker_direction(counts)
        ties.data = self.chances[_bucket(ties.data)]
        return ties


def _bucket(weaker: Floats) -> Ints:
    """Counts may be fractional after part-time adjustment; below 1 counts as 1."""
    return np.clip(np.floor(weaker), 1, BUCKETS).astype(np.int64) - 1


def prior() -> Persistence:
    """Before there is a second period to compare with."""
    return Persistence(PRIOR.copy(), np.zeros(BUCKETS, dtype=np.int64))


def estimate(earlier: Sparse, later: Sparse) -> Persistence:
    """Share of the earlier window's ties that are mutual again, never falling with the count."""
    before = weaker_direction(earlier).tocoo()
    bucket = _bucket(before.data)
    lasted = values_at(mutual_ties(later), before.row, before.col) > 0
    seen = np.bincount(bucket, minlength=BUCKETS) / 2
    kept = np.bincount(bucket, weights=lasted, minlength=BUCKETS) / 2
    chances = (kept + PRIOR * PRIOR_WEIGHT) / (seen + PRIOR_WEIGHT)
    return Persistence(_rising(chances, seen + PRIOR_WEIGHT), seen.astype(np.int64))


def _rising(values: Floats, weights: Floats) -> Floats:
    """Weighted isotonic regression by pooling neighbours that fall."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((float(value), float(weight), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (v2, w2, n2), (v1, w1, n1) = blocks.pop(), blocks.pop()
            blocks.append(((v1 * w1 + v2 * w2) / (w1 + w2), w1 + w2, n1 + n2))
    return np.concatenate([np.full(many, value) for value, _, many in blocks])
