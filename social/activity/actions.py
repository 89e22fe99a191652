"""Writing to the record."""

from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from ground.reading import after_answer
from social.activity.models import Event, Verb
from social.activity.signals import event_recorded
from social.people.models import User
from social.subjects.keys import Subject, subject_of


def company_day(moment: datetime) -> date:
    """The calendar day of a moment in the company's time zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def record(
    actor: User | None,
    verb: Verb,
    subject: Model | Subject | None,
    *,
    target: User | None = None,
    audience_size: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append an event and tell whoever listens. Call it inside the deed's transaction."""
    key = subject if isinstance(subject, Subject) or subject is None else subject_of(subject)
    now = timezone.now()
    event = Event.objects.create(
        actor=actor,
        verb=verb,
        page_id=key.page_id if key else None,
        subject_kind=key.kind if key else "",
        subject_id=key.id if key else None,
        target=target,
        actor_department_id=actor.department_id if actor else None,
        actor_level_id=actor.level_id if actor else None,
        audience_size=audience_size,
        data=data or {},
        created_at=now,
        day=company_day(now),
    )
    event_recorded.send(sender=Event, event=event)
    return event


def record_view(actor: User, page: Page) -> None:
    """Count a reader once a day for each page; costs nothing when counted already.

    It is written after the answer, and only what was written is remembered as counted.
    """
    now = timezone.now()
    key = subject_of(page)
    day = company_day(now)
    counted = f"viewed:{actor.pk}:{key.page_id}:{day}"
    if cache.get(counted):
        return
    event = Event(
        actor=actor,
        verb=Verb.VIEWED,
        page_id=key.page_id,
        subject_kind=key.kind,
        subject_id=key.id,
        actor_department_id=actor.department_id,
        actor_level_id=actor.level_id,
        created_at=now,
        day=day,
    )

    def count() -> None:
        Event.objects.bulk_create([event], ignore_conflicts=True)
        cache.set(counted, 1, 60 * 60 * 24)

    after_answer(count)
