"""Working hours between two moments, with weekends and holidays left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from social.analytics.analysis.arrays import Floats


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The installation's calendar; moments are naive local times."""

    opens: int = 8
    closes: int = 16
    week: str = "1111100"
    holidays: tuple[dt.date, ...] = ()

    @property
    def day(self) -> int:
        """Hours in a working day."""
        return self.closes - self.opens

    def clock(self, moments: np.ndarray) -> Floats:
        """Working hours from 1970-01-01 to each local moment; NaT gives NaN."""
        missing = np.isnat(moments)
        known = np.where(missing, np.datetime64("1970-01-01", "s"), moments.astype("datetime64[s]"))
        days = known.astype("datetime64[D]")
        free = np.array(self.holidays, dtype="datetime64[D]")
        whole = np.busday_count("1970-01-01", days, weekmask=self.week, holidays=free) * self.day
        hours = (known - days).astype(np.float64) / 3600
        today = np.clip(hours - self.opens, 0, self.day)
        works = np.is_busday(days, weekmask=self.week, holidays=free)
        return np.where(missing, np.nan, whole + np.where(works, today, 0))

    def hours_between(self, start: np.ndarray, end: np.ndarray) -> Floats:
        """Working hours from start to end; NaN where either is missing."""
        return self.clock(end) - self.clock(start)

    def is_working_day(self, day: dt.date) -> bool:
        """Neither weekend nor holiday."""
        return self.week[day.weekday()] == "1" and day not in self.holidays


def easter(year: int) -> dt.date:
    """Easter Sunday (Gregorian; Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    (i, k) = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


_FIXED_POLAND = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
_CHRISTMAS_EVE_FREE_FROM = 2025


@cache
def polish_holidays(first: int, last: int) -> tuple[dt.date, ...]:
    """Public holidays in Poland (Act of 18 January 1951, as amended) for the years given."""
    days: list[dt.date] = []
    for year in range(first, last + 1):
        days += [dt.date(year, month, day) for month, day in _FIXED_POLAND]
        if year >= _CHRISTMAS_EVE_FREE_FROM:
            days.append(dt.date(year, 12, 24))
        days += [easter(year) + dt.timedelta(days=after) for after in (0, 1, 49, 60)]
    return tuple(sorted(days))


def local_moments(moments: Iterable[dt.datetime | None], zone: dt.tzinfo) -> np.ndarray:
    """Aware moments as naive local `datetime64[s]`; None becomes NaT."""
    return np.array(
        [m.astimezone(zone).replace(tzinfo=None) if m else None for m in moments],
        dtype="datetime64[s]",
    )
