"""What a number is held against: limits, one's own past, peers, one's own target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from social.analytics.metrics import METRICS
from social.analytics.metrics.registry import Better
from social.analytics.told import Figure

ALARM = 1.25
PAST_MONTHS = 2  # about eight weeks


@dataclass(frozen=True, slots=True)
class Standard:
    """What this month's values may be compared with beyond fixed limits."""

    before: Sequence[float] = ()  # the metric's own values of the months before
    peers: float | None = None  # A1, among everybody
    target: int | None = None  # working hours, set in the room


def state(code: str, cell: Figure | None, standard: Standard = Standard()) -> str:
    """`good`, `amber` or `red` where there is something to hold the value against."""
    if cell is None or cell.value is None:
        return ""
    if code == "A5":
        return _against_past(cell.value, standard.before)
    if code == "B1":
        return _at_least(cell.value, standard.peers)
    if code == "A2" and standard.target is not None:
        return "good" if cell.value <= standard.target else "amber"
    return _against_limits(code, cell.value)


def _against_past(value: float, before: Sequence[float]) -> str:
    """Look closer when a quarter above the median of the last eight weeks."""
    if not before:
        return ""
    return "amber" if value > ALARM * median(before) else "good"


def _at_least(value: float, other: float | None) -> str:
    if other is None:
        return ""
    return "good" if value >= other else "amber"


def _against_limits(code: str, value: float) -> str:
    metric = METRICS[code]
    if metric.amber is None or metric.red is None:
        return ""
    sign = 1 if metric.better is Better.HIGHER else -1
    if sign * value < sign * metric.red:
        return "red"
    return "amber" if sign * value < sign * metric.amber else "good"
