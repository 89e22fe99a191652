"""Calendar months of which cells are read, as the first day of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from social.analytics.period import Period
from social.analytics.period import midnight as start_of
from social.analytics.period import months_later as following

__all__ = ["following", "last_closed", "month_of", "months_between", "start_of"]


def month_of(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return Period.month(day).start


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First days of months from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = following(first)


def last_closed(today: dt.date | None = None) -> dt.date:
    """The latest month that is over."""
    return Period.last_closed(today).start
