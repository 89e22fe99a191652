"""Small statistics: survival, intervals, ranks and bands."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from social.analytics.analysis.arrays import Bools, Floats, floats


def kaplan_meier(durations: Floats, ended: Bools) -> tuple[Floats, Floats]:
    """Times of ends and the share still open just after each (product-limit, Kaplan-Meier 1958).

    Cases that have not ended are censored at their duration, after ends at the same time.
    """
    times = np.unique(durations[ended])
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times, side="left")
    ends = np.searchsorted(np.sort(durations[ended]), times, side="right")
    ends = np.diff(np.concatenate([[0], ends]))
    return times, floats(np.cumprod(1 - ends / at_risk))


def survival_quantile(durations: Floats, ended: Bools, share: float) -> float:
    """The earliest time by which `share` of cases have ended; NaN when it is never reached."""
    times, still_open = kaplan_meier(durations, ended)
    reached = np.flatnonzero(still_open <= 1 - share + 1e-12)
    return float(times[reached[0]]) if len(reached) else float("nan")


def wilson(hits: Floats, cases: Floats, z: float = 1.959964) -> tuple[Floats, Floats]:
    """Wilson 95 % interval of a share, element by element; NaN without cases."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / cases
        centre = (share + z * z / (2 * cases)) / (1 + z * z / cases)
        half = z / (1 + z * z / cases)
        half = half * np.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
        return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + 1 + last) / 2)[inverse]


def spearman(first: Floats, second: Floats) -> float:
    """Rank correlation of two columns without missing values; NaN when one is constant."""
    a, b = ranks(first), ranks(second)
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


class Band(StrEnum):
    """Where somebody stands among eligible people; never a rank."""

    TOP_TENTH = "top_tenth"
    TOP_QUARTER = "top_quarter"
    MIDDLE_HALF = "middle_half"
    OTHER = "other"
    UNKNOWN = "unknown"


def band_limits(eligible: Floats) -> Floats:
    """The 90th, 75th and 25th percentile of the eligible values."""
    known = eligible[~np.isnan(eligible)]
    return np.percentile(known, [90, 75, 25]) if len(known) else np.full(3, np.nan)


def band_numbers(values: Floats, limits: Floats) -> np.ndarray:
    """0 top tenth, 1 top quarter, 2 middle half, 3 other, 4 unknown, element by element."""
    lower = values[..., None] < limits
    # Where most values are equal, being equal to them is the middle, not the top.
    lower[..., :2] |= (values[..., None] == limits[:2]) & (limits[:2] == limits[2])
    below = lower.sum(axis=-1)
    return np.where(np.isnan(values) | np.isnan(limits).any(), 4, below)


def bands(values: Floats) -> list[Band]:
    """Each person's band; NaN is unknown and does not count among the eligible."""
    order = list(Band)
    return [order[number] for number in band_numbers(values, band_limits(values))]
