"""Cut a log into windows and replay the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from social.analytics.analysis.arrays import Floats, Sparse, floats
from social.analytics.analysis.ties import EventLog, pair_counts

DAY = 86_400.0
LONGEST, SHORTEST = 90.0, 7.0


@dataclass(frozen=True, slots=True)
class Windows:
    """Equal windows in days; `starts` lie half a window apart where the log is short."""

    days: float
    step: float
    first: float
    last: float

    @property
    def starts(self) -> Floats:
        """Where windows start that end within the log, in seconds."""
        room = (self.last - self.first) / DAY - self.days
        many = int(np.floor(room / self.step + 1e-9)) + 1 if room >= 0 else 0
        return floats(self.first + np.arange(many) * self.step * DAY)

    def counts(self, log: EventLog, start: float, size: int) -> Sparse:
        """Pair counts of the window that starts there."""
        part = log.between(start, start + self.days * DAY)
        return pair_counts(part.source, part.target, size)

    def last_counts(self, log: EventLog, size: int) -> Sparse:
        """Pair counts of the window that ends with the log."""
        part = log.between(self.last - self.days * DAY, self.last + 1)
        return pair_counts(part.source, part.target, size)


def choose_windows(log: EventLog, days: float | None = None) -> Windows:
    """Ninety days where the log is long enough, else so that it holds four and a half windows."""
    first, last = float(log.at.min()), float(log.at.max())
    span = (last - first) / DAY
    length = days or min(LONGEST, max(SHORTEST, round(span / 4.5)))
    step = length if span >= 8 * length else length / 2
    return Windows(length, step, first, last)


def folds(windows: Windows) -> list[tuple[float, float, float]]:
    """(learn from, plan on, judge by) starts of three windows one after another."""
    length = windows.days * DAY
    starts = windows.starts
    return [
        (float(start), float(start + length), float(start + 2 * length))
        for start in starts
        if start + 3 * length <= windows.last + DAY
    ]
