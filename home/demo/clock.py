"""Moving the written dates to now: by whole weeks, so that days of the week stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from .content import ZONE

FIRST_HOUR, LAST_HOUR = 6, 21


@dataclass(frozen=True)
class Clock:
    """`shift` is added to every written date; `now` is when the demo is loaded."""

    shift: timedelta
    now: datetime

    def moment(self, written: datetime) -> datetime:
        """When it happened: the same time of day that many weeks later, never in the future."""
        local = written.astimezone(ZONE).replace(tzinfo=None) + self.shift
        return min(local.replace(tzinfo=ZONE), self.now)

    def day(self, written: date) -> date:
        """The day on which it happened."""
        return written + self.shift


def clock_for(written_until: date, today: date | None = None) -> Clock:
    """A clock by which the last written day lies at most a week before `today`."""
    zone: ZoneInfo = ZONE
    if today is None:
        now = timezone.now().astimezone(zone)
    else:
        now = datetime(today.year, today.month, today.day, 17, 0, tzinfo=zone)
    weeks = (now.date() - written_until).days // 7
    return Clock(timedelta(weeks=weeks), now)


def in_waking_hours(moment: datetime) -> datetime:
    """Moved to the next morning when it fell into the night, as people's answers do."""
    local = moment.astimezone(ZONE)
    if local.hour < FIRST_HOUR:
        return local.replace(hour=FIRST_HOUR, minute=local.minute)
    if local.hour > LAST_HOUR:
        return (local + timedelta(days=1)).replace(hour=FIRST_HOUR + 1)
    return local
