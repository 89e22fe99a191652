"""Signing up for events: places, the waiting list, calendars."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blog.events.models import Attendance, CalendarToken, EventPage, new_token
from blog.pages.canonical import canonical_of
from ground import calendars
from social.activity.messages import tell
from social.people.models import User
from social.subjects.access import readers

FEED_PAST_DAYS = 90


class SignUpClosed(Exception):
    """The event does not take sign-ups (any more)."""


@transaction.atomic
def sign_up(user: User, page: EventPage) -> Attendance:
    """A place, or one on the waiting list when all are taken. Idempotent."""
    event = _locked(page)
    known = Attendance.objects.filter(event=event, person=user).first()
    if known:
        return known
    if not event.sign_up_is_open:
        raise SignUpClosed
    status = Attendance.Status.GOING if _has_room(event) else Attendance.Status.WAITING
    return Attendance.objects.create(event=event, person=user, status=status)


@transaction.atomic
def withdraw(user: User, page: EventPage) -> None:
    """Give the place back; whoever waits longest gets it and hears of it. Idempotent."""
    event = _locked(page)
    Attendance.objects.filter(event=event, person=user).delete()
    fill_places(event)


@transaction.atomic
def fill_places(page: EventPage) -> None:
    """Give free places to those who wait, in their order."""
    event = _locked(page)
    if event.is_over:
        return
    for waiting in event.attendances.waiting().select_related("person"):
        if not _has_room(event):
            return
        if not readers(event, User.objects.filter(pk=waiting.person_id)).exists():
            continue  # the page has been restricted meanwhile
        waiting.status = Attendance.Status.GOING
        waiting.save(update_fields=["status"])
        tell(waiting.person, "event-place", event, title=event.title)


def _locked(page: EventPage) -> EventPage:
    """The canonical version, locked, so that two people never take the last place."""
    return EventPage.objects.select_for_update(of=("self",)).get(pk=canonical_of(page).pk)


def _has_room(event: EventPage) -> bool:
    return event.places is None or event.attendances.going().count() < event.places


def tell_of_change(event: EventPage, before: EventPage | None) -> None:
    """Those who come hear when date or place changes."""
    if before is None or event.is_over:
        return
    names = ("starts_at", "ends_at", "place", "online_url")
    if all(getattr(before, name) == getattr(event, name) for name in names):
        return
    for attendance in event.attendances.going().select_related("person"):
        tell(attendance.person, "event-changed", event, title=event.title)


def tell_of_end(event: EventPage) -> None:
    """Those who come, or wait, hear that an event does not take place."""
    if event.is_over:
        return
    for attendance in event.attendances.select_related("person"):
        starts_at = event.starts_at.isoformat()
        tell(attendance.person, "event-cancelled", title=event.title, starts_at=starts_at)


def free_places_of(person: User) -> None:
    """Give back the places of somebody who left, at events still to come."""
    mine = Attendance.objects.filter(person=person, event__ends_at__gt=timezone.now())
    for attendance in mine.select_related("event"):
        withdraw(person, attendance.event)


# iCalendar (RFC 5545) -------------------------------------------------------------------------


def calendar_of(events: Iterable[EventPage], name: str) -> bytes:
    """The events as an iCalendar file; the same event always has the same UID."""
    calendar = icalendar.Calendar()
    for label, text in calendars.opening("Events", name):
        label, _semicolon, parameter = label.partition(";")
        parameters = dict([parameter.split("=")]) if parameter else {}
        calendar.add(label, icalendar.vText(calendars.printable(text)), parameters=parameters)
    zone = "\r\n".join(calendars.TIME_ZONE)
    calendar.add_component(icalendar.Timezone.from_ical(zone))
    for page in events:
        calendar.add_component(_entry(page))
    return bytes(calendar.to_ical())


def _entry(page: EventPage) -> Any:
    entry = icalendar.Event()
    host = settings.RYNEK_BASE_URL.split("//", 1)[-1].split(":")[0].split("/")[0]
    changed = page.last_published_at or timezone.now()
    entry.add("uid", f"event-{page.translation_key}@{host}")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("dtstart", page.starts_at)
    entry.add("dtend", page.ends_at)
    described = "\n".join(part for part in (page.lead, page.online_url) if part)
    texts = {
        "summary": page.title,
        "location": page.place or page.online_url,
        "url": page.full_url,
        "description": described,
    }
    for label, text in texts.items():
        if text:
            entry.add(label, calendars.printable(text))
    return entry


def feed_of(user: User) -> list[EventPage]:
    """The events of this person from the last months on, each in their language, if visible:
    those signed up for, and those addressed to them that need no sign-up."""
    since = timezone.now() - timedelta(days=FEED_PAST_DAYS)
    events = EventPage.objects.visible_to(user).filter(ends_at__gte=since)
    events = events.in_language(user.preferred_language, user)
    going = Attendance.objects.filter(person=user, status=Attendance.Status.GOING)
    chosen = Q(translation_key__in=going.values("event__translation_key"))
    open_to_me = EventPage.objects.addressed_to(user).filter(sign_up=False)
    chosen |= Q(pk__in=open_to_me.order_by().values("pk"))
    return list(events.filter(chosen).select_related("locale").order_by("starts_at"))


def token_of(user: User) -> str:
    """The secret of somebody's feed; empty until they ask for an address."""
    known = CalendarToken.objects.filter(person=user).first()
    return known.token if known else ""


def renew_token(user: User) -> str:
    """A new secret address; calendars that knew the old one get nothing more."""
    found, _made = CalendarToken.objects.update_or_create(
        person=user, defaults={"token": new_token()}
    )
    return found.token
