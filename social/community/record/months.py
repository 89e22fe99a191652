"""Calendar months in the company's time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from social.activity.actions import company_day

LOOK_BACK_MONTHS = 13  # nothing older is read


def month_of(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def following(period: dt.date, months: int = 1) -> dt.date:
    """The first day of a later (or earlier) month."""
    years, month = divmod(period.year * 12 + period.month - 1 + months, 12)
    return dt.date(years, month + 1, 1)


def start_of(day: dt.date) -> dt.datetime:
    """Midnight of the company's day."""
    zone = timezone.get_default_timezone()
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)


def last_days(now: dt.datetime, span: dt.timedelta) -> tuple[dt.date, dt.date]:
    """The company's days from `span` ago to today, as `start` and before `end`."""
    return company_day(now - span), company_day(now) + dt.timedelta(days=1)


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First days of months from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = following(first)


def last_closed(today: dt.date | None = None) -> dt.date:
    """The latest month that is over."""
    return following(month_of(today or timezone.localdate()), -1)
