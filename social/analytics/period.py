"""Which days something is counted for: one value instead of a start here and an end there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from social.activity.actions import company_day

LOOK_BACK_MONTHS = 13  # nothing older is read
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The company's days from `start` to before `end`: a calendar month, or any other days.

    What a period of whole months is followed and preceded by are as many months; for any other
    it is as many days.
    """

    start: dt.date
    end: dt.date

    @classmethod
    def month(cls, day: dt.date) -> Self:
        """The calendar month that a day lies in."""
        first = day.replace(day=1)
        return cls(first, months_later(first))

    @classmethod
    def last_closed(cls, today: dt.date | None = None) -> Self:
        """The latest month that is over."""
        return cls.month(today or timezone.localdate()).previous

    @classmethod
    def last_days(cls, now: dt.datetime, span: dt.timedelta) -> Self:
        """From the company's day `span` ago to today, today included."""
        return cls(company_day(now - span), company_day(now) + _DAY)

    @property
    def label(self) -> str:
        """`2026-11`, and `2026-11-05 – 2026-11-07` where it is no month."""
        if self._months == 1:
            return f"{self.start:%Y-%m}"
        return f"{self.start} – {self.end - _DAY}"

    @property
    def previous(self) -> Self:
        """The period that ends when this one begins."""
        return self.later(-1)

    @property
    def following(self) -> Self:
        """The period that begins when this one ends."""
        return self.later(1)

    def later(self, times: int) -> Self:
        """The period so many times its own length later; earlier where negative."""
        if months := self._months * times:
            return type(self)(months_later(self.start, months), months_later(self.end, months))
        return self.moved((self.end - self.start) * times)

    def moved(self, by: dt.timedelta) -> Self:
        """As many days, so much later; earlier where negative."""
        return type(self)(self.start + by, self.end + by)

    def reaching_back(self, by: dt.timedelta) -> Self:
        """With the days before its start added."""
        return type(self)(self.start - by, self.end)

    def last(self, span: dt.timedelta) -> Self:
        """The days just before its end, wherever it starts."""
        return type(self)(self.end - span, self.end)

    def months_to(self, last: Self) -> Iterator[Self]:
        """This month and those after it, `last` included."""
        month = self
        while month <= last:
            yield month
            month = month.following

    @property
    def begins(self) -> dt.datetime:
        """Midnight of its first day, in the company's time zone."""
        return midnight(self.start)

    @property
    def ends(self) -> dt.datetime:
        """Midnight after its last day, in the company's time zone."""
        return midnight(self.end)

    @property
    def weeks(self) -> float:
        """How many weeks it lasts."""
        return (self.end - self.start).days / 7

    @property
    def _months(self) -> int:
        """How many whole months it is; 0 where it is none."""
        if self.start.day != 1 or self.end.day != 1:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month


def midnight(day: dt.date) -> dt.datetime:
    """When the company's day begins."""
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())


def months_later(first: dt.date, months: int = 1) -> dt.date:
    """The first day of a later month; of an earlier one where negative."""
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(years, month + 1, 1)
