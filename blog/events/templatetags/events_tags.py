"""Events and polls on pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils import timezone

from blog.events.models import Attendance, EventPage
from blog.pages.canonical import canonical_of
from social.people.models import User

register = template.Library()
PEOPLE_SHOWN = 60


@dataclass(frozen=True)
class AttendanceState:
    """What the panel of an event says to one reader."""

    mine: str
    going: int
    waiting: int
    places: int | None
    is_open: bool
    same_day: bool
    people: list[User]

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.going >= self.places


@register.simple_tag(takes_context=True)
def attendance_of(context: dict[str, Any], page: EventPage) -> AttendanceState:
    """Two queries, however many come."""
    event = canonical_of(page)
    rows = list(Attendance.objects.filter(event_id=event.pk).select_related("person"))
    user = context["request"].user
    going = [row for row in rows if row.status == Attendance.Status.GOING]
    start, end = timezone.localtime(page.starts_at), timezone.localtime(page.ends_at)
    return AttendanceState(
        mine=next((row.status for row in rows if row.person_id == user.pk), ""),
        going=len(going),
        waiting=len(rows) - len(going),
        places=event.places,
        is_open=event.sign_up_is_open,
        same_day=start.date() == end.date(),
        people=[row.person for row in going[:PEOPLE_SHOWN]],
    )
