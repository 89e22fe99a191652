"""Reminders and tasks: giving, doing, declining."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.queues.queue import Queue
from social.activity.actions import record
from social.activity.models import Verb
from social.following.models import FollowUp
from social.people.models import User
from social.subjects.keys import Subject, kind_of, subject_of

REMINDERS_AT_ONCE = 200


def key_of(follow_up: FollowUp) -> Subject:
    return Subject(follow_up.subject_kind, follow_up.subject_id, follow_up.page_id)


def address_of_subject(follow_up: FollowUp) -> str:
    """Where what a follow-up is about is looked at: the comment itself, else the page."""
    if url_by_id := kind_of(follow_up.subject_kind).url_by_id:
        return url_by_id(follow_up.subject_id)
    return follow_up.page.get_url() or "/"


def remind_me(person: User, thing: Any, due_at: datetime, note: str = "") -> FollowUp:
    """Remind oneself of a subject at a moment. Nobody else hears of it."""
    return FollowUp.objects.create(
        kind=FollowUp.Kind.REMINDER,
        creator=person,
        assignee=person,
        due_at=due_at,
        note=note,
        **subject_of(thing).as_fields(),
    )


def put_off(reminder: FollowUp, due_at: datetime) -> FollowUp:
    """Be reminded again at a later moment."""
    FollowUp.objects.filter(pk=reminder.pk, state=FollowUp.State.OPEN).update(
        due_at=due_at, reminded_at=None
    )
    reminder.refresh_from_db()
    return reminder


def assign(
    giver: User, thing: Any, assignee: User, due_at: datetime | None = None, note: str = ""
) -> FollowUp:
    """Give a colleague a task about a subject.

    Raises ValidationError when that colleague may not see the subject or has left.
    """
    key = subject_of(thing)
    can_see = kind_of(key.kind).visible_to(assignee).filter(pk=thing.pk).exists()
    if not assignee.is_active or not can_see:
        raise ValidationError(_("%(person)s cannot see this page.") % {"person": assignee})
    with transaction.atomic():
        task = FollowUp.objects.create(
            kind=FollowUp.Kind.TASK,
            creator=giver,
            assignee=assignee,
            due_at=due_at,
            note=note,
            **key.as_fields(),
        )
        record(giver, Verb.ASSIGNED, key, target=assignee, data={"follow_up": task.pk})
    return task


def complete(person: User, follow_up: FollowUp) -> FollowUp:
    """Mark as done; doing it twice changes nothing."""
    return _close(person, follow_up, FollowUp.State.DONE, Verb.COMPLETED)


def decline(person: User, follow_up: FollowUp, reason: str) -> FollowUp:
    """Say no to a task, with a reason that its giver reads."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say in a few words why."))
    return _close(person, follow_up, FollowUp.State.DECLINED, Verb.DECLINED, reason)


def reopen(person: User, follow_up: FollowUp) -> FollowUp:
    """Take back that something is done or declined."""
    FollowUp.objects.filter(pk=follow_up.pk).exclude(state=FollowUp.State.OPEN).update(
        state=FollowUp.State.OPEN, closed_at=None, reason="", reopened_at=timezone.now()
    )
    follow_up.refresh_from_db()
    return follow_up


def _close(
    person: User, follow_up: FollowUp, state: FollowUp.State, verb: Verb, reason: str = ""
) -> FollowUp:
    with transaction.atomic():
        closed = FollowUp.objects.filter(pk=follow_up.pk, state=FollowUp.State.OPEN).update(
            state=state, reason=reason, closed_at=timezone.now()
        )
        follow_up.refresh_from_db()
        if closed and follow_up.is_task:
            record(
                person,
                verb,
                key_of(follow_up),
                target=_other_side(person, follow_up),
                data={"follow_up": follow_up.pk},
            )
    return follow_up


def _other_side(person: User, task: FollowUp) -> User | None:
    """Whoever of giver and assignee is not this person."""
    other = task.creator if person.pk == task.assignee_id else task.assignee
    return other if other is not None and other.pk != person.pk else None


def remind_due(now: datetime | None = None) -> int:
    """Record a reminder for each follow-up that fell due; returns how many.

    Each is marked and recorded in one transaction, so that it is recorded once.
    """
    now = now or timezone.now()
    reminded: list[bool] = []
    due = _due(now).exclude(pk__in=REMINDING.numbers_kept_out())[:REMINDERS_AT_ONCE]
    REMINDING.each(due, lambda follow_up: reminded.append(_remind(follow_up, now)))
    return sum(reminded)


def _due(now: datetime) -> QuerySet[FollowUp]:
    return FollowUp.objects.due_for_reminder(now).select_related("assignee").order_by("pk")


def _remind(follow_up: FollowUp, now: datetime) -> bool:
    mine = FollowUp.objects.due_for_reminder(now).filter(pk=follow_up.pk)
    if not mine.update(reminded_at=now):
        return False
    data = {"follow_up": follow_up.pk}
    record(None, Verb.REMINDED, key_of(follow_up), target=follow_up.assignee, data=data)
    return True


def _remind_again(key: str) -> None:
    if key.isdecimal():
        now = timezone.now()
        for follow_up in _due(now).filter(pk=int(key)):
            _remind(follow_up, now)


REMINDING = Queue("follow-up", gettext_lazy("Reminders that people set"), again=_remind_again)
