"""One's follow-ups as an iCalendar feed (RFC 5545) behind a secret address."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ground import calendars
from social.following.followups import address_of_subject
from social.following.models import FollowUp, Habits
from social.people.models import User

LENGTH = timedelta(minutes=30)
OCTETS_IN_A_LINE = 75
SHOWN = 500


def address(habits: Habits) -> str:
    """The full secret address; empty when there is none."""
    if not habits.calendar_key:
        return ""
    path = reverse("following:calendar-feed", args=[habits.calendar_key])
    return f"{settings.RYNEK_BASE_URL}{path}"


def renew(person: User) -> Habits:
    """Give the calendar a new secret address; the old one stops working."""
    return Habits.objects.update_or_create(
        person=person, defaults={"calendar_key": secrets.token_urlsafe(32)}
    )[0]


def revoke(person: User) -> None:
    Habits.objects.filter(person=person).update(calendar_key=None)


def owner_of(key: str) -> User | None:
    """Whose calendar this is; nobody's when it was revoked or the person has left."""
    habits = Habits.objects.select_related("person").filter(calendar_key=key).first()
    return habits.person if habits and habits.person.is_active else None


def feed(person: User) -> str:
    """Open follow-ups with a date, and those closed in the last month, as events."""
    since = timezone.now() - timedelta(days=30)
    dated = FollowUp.objects.visible_to(person).assigned_to(person).exclude(due_at=None)
    shown = dated.exclude(closed_at__lt=since).select_related("page", "creator")
    with translation.override(person.preferred_language):
        opening = calendars.opening("Follow-ups", settings.WAGTAIL_SITE_NAME)
        lines = ["BEGIN:VCALENDAR", *(f"{name}:{escaped(text)}" for name, text in opening)]
        lines += calendars.TIME_ZONE
        for follow_up in shown.soonest_first()[:SHOWN]:
            lines.extend(_event(follow_up))
        lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(follow_up: FollowUp) -> Iterator[str]:
    assert follow_up.due_at is not None
    title = follow_up.page.title
    done = follow_up.state == FollowUp.State.DONE
    url = f"{settings.RYNEK_BASE_URL}{address_of_subject(follow_up)}"
    giver = follow_up.creator
    from_whom = (
        _("Task from %(who)s") % {"who": giver} if follow_up.is_task and giver else _("Reminder")
    )
    yield "BEGIN:VEVENT"
    yield f"UID:follow-up-{follow_up.pk}@rynek"
    yield f"DTSTAMP:{stamp(follow_up.closed_at or follow_up.created_at)}"
    yield f"DTSTART:{stamp(follow_up.due_at)}"
    yield f"DTEND:{stamp(follow_up.due_at + LENGTH)}"
    yield f"SUMMARY:{escaped(('✓ ' if done else '') + title)}"
    yield f"DESCRIPTION:{escaped('. '.join(filter(None, [from_whom, follow_up.note])))}"
    yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if follow_up.state == FollowUp.State.DECLINED else 'CONFIRMED'}"
    if follow_up.is_open:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M")
        yield f"DESCRIPTION:{escaped(title)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def stamp(moment: datetime) -> str:
    """A moment in UTC as iCalendar writes it."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A TEXT value: RFC 5545, section 3.3.11."""
    text = calendars.printable(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A content line, folded so that no line has more than 75 octets and no letter is cut."""
    parts: list[str] = []
    part = ""
    for letter in line:
        limit = OCTETS_IN_A_LINE - (1 if parts else 0)
        if len((part + letter).encode()) > limit:
            parts.append(part)
            part = ""
        part += letter
    parts.append(part)
    return "\r\n ".join(parts) + "\r\n"
