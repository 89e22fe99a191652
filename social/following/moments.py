"""Moments that people name: tomorrow, next week. Local time of the person, at nine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MORNING = time(9, 0)
FRIDAY, MONDAY = 4, 0


@dataclass(frozen=True)
class Moment:
    name: str
    label: Any
    at: datetime


def morning_of(day: date) -> datetime:
    """Nine o'clock of a day in the active time zone."""
    return datetime.combine(day, MORNING, timezone.get_current_timezone())


def next_weekday(today: date, weekday: int) -> date:
    """The next such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def quick_choices(now: datetime | None = None) -> Iterator[Moment]:
    """What the reminder offers in one click."""
    now = timezone.localtime(now)
    today = now.date()
    if now.hour < 14:
        yield Moment("later", _("Later today"), now + timedelta(hours=3))
    yield Moment("tomorrow", _("Tomorrow"), morning_of(today + timedelta(days=1)))
    yield Moment("monday", _("Next Monday"), morning_of(next_weekday(today, MONDAY)))
    yield Moment("week", _("In a week"), morning_of(today + timedelta(days=7)))


def moment_named(name: str) -> datetime | None:
    """The moment of a quick choice; None for a name that is not offered."""
    if name == "later":
        return timezone.localtime() + timedelta(hours=3)
    return next((choice.at for choice in quick_choices() if choice.name == name), None)
