"""When to tell: at once, with the digest, and never in quiet hours or an absence.

All moments are aware; days and hours are those of the person's own time zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from social.notifications.models import Delivery, PersonalSettings, Timing

SATURDAY = 5
HeldBy = Delivery.HeldBy


def grace() -> timedelta:
    """How long an instant mail waits, so that what is seen or taken back needs none."""
    return timedelta(seconds=settings.RYNEK_MAIL_GRACE_SECONDS)


@dataclass(frozen=True)
class Plan:
    """How and when something is told, and what holds it back, if anything does."""

    timing: Timing
    due_at: datetime
    held_by: str = ""


def plan(timing: Timing, now: datetime, person: PersonalSettings, zone: ZoneInfo) -> Plan:
    """When something is told: an absence turns instant mail into the next digest."""
    soon = now + grace()
    if timing == Timing.INSTANT and not is_absent(soon, person, zone):
        due_at = end_of_quiet(soon, person, zone)
        return Plan(timing, due_at, HeldBy.QUIET if due_at > soon else "")
    held_by = HeldBy.ABSENCE if is_absent(now, person, zone) or timing == Timing.INSTANT else ""
    if timing == Timing.WEEKLY:
        return Plan(timing, next_digest(now, person, zone, person.digest_weekday), held_by)
    return Plan(Timing.DAILY, next_digest(now, person, zone), held_by)


def is_absent(moment: datetime, person: PersonalSettings, zone: ZoneInfo) -> bool:
    return _away(moment.astimezone(zone).date(), person)


def _away(day: date, person: PersonalSettings) -> bool:
    if person.absent_from is None and person.absent_until is None:
        return False
    begun = person.absent_from is None or person.absent_from <= day
    return begun and (person.absent_until is None or day <= person.absent_until)


def is_quiet(moment: datetime, person: PersonalSettings, zone: ZoneInfo) -> bool:
    return end_of_quiet(moment, person, zone) > moment


def end_of_quiet(moment: datetime, person: PersonalSettings, zone: ZoneInfo) -> datetime:
    """The first moment from this one on that is not quiet; the moment itself if it is not."""
    local = moment.astimezone(zone)
    for _ in range(14):  # a weekend and its nights take at most a handful of steps
        later = _end_of_quiet_here(local, person)
        if later <= local:
            break
        local = later
    return local.astimezone(moment.tzinfo)


def _end_of_quiet_here(local: datetime, person: PersonalSettings) -> datetime:
    """The end of the stretch of quiet that this local moment lies in, else the moment."""
    if person.quiet_at_weekends and local.weekday() >= SATURDAY:
        monday = local.date() + timedelta(days=7 - local.weekday())
        return datetime.combine(monday, time.min, local.tzinfo)
    start, end = person.quiet_from, person.quiet_until
    if start is None or end is None or start == end:
        return local
    clock = local.time()
    if start < end:
        return _at(local, end) if start <= clock < end else local
    if clock >= start:
        return _at(local + timedelta(days=1), end)
    return _at(local, end) if clock < end else local


def _at(local: datetime, clock: time) -> datetime:
    return datetime.combine(local.date(), clock, local.tzinfo)


def next_digest(
    now: datetime, person: PersonalSettings, zone: ZoneInfo, weekday: int | None = None
) -> datetime:
    """The next moment for a digest after now: not in an absence, nor at a quiet weekend."""
    local = now.astimezone(zone)
    day = local.date()
    if datetime.combine(day, person.digest_time, zone) <= local:
        day += timedelta(days=1)
    if person.absent_until is not None and _away(day, person):
        day = person.absent_until + timedelta(days=1)
    while not _is_digest_day(day, person, weekday):
        day += timedelta(days=1)
    return datetime.combine(day, person.digest_time, zone).astimezone(now.tzinfo)


def _is_digest_day(day: date, person: PersonalSettings, weekday: int | None) -> bool:
    if weekday is not None:
        return day.weekday() == weekday
    return not (person.quiet_at_weekends and day.weekday() >= SATURDAY)
