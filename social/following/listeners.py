"""What following does when something happens."""

from typing import Any

from wagtail.models import Page

from social.activity.deeds import SAID
from social.activity.models import Event, Verb
from social.activity.signals import event_recorded
from social.following import calendar
from social.following.actions import Thread, set_level
from social.following.models import Level
from social.following.models.habits import habits_of
from social.people.models import User
from social.people.signals import secrets_ended
from social.subjects.keys import kinds


def connect() -> None:
    secrets_ended.connect(end_calendar, dispatch_uid="following.end_calendar")
    event_recorded.connect(follow_what_one_writes, dispatch_uid="following.follow_what_one_writes")


def follow_what_one_writes(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Authors follow their pages, and people the conversations they write in.

    The check box of the comment form (`data["followup"]`) decides for its comment; without it
    the person's habit does. Neither overrides a level that somebody chose.
    """
    if event.verb == Verb.PUBLISHED and event.page is not None:
        follow_as_author(event.page)
    if event.actor is None or event.verb not in SAID or event.subject_kind != "comment":
        return
    wants = event.data.get("followup")
    if wants is None:
        wants = habits_of(event.actor).follows_what_they_write
    thread_id = thread_of(event)
    if wants and thread_id and event.page_id:
        set_level(event.actor, Thread(thread_id, event.page_id), automatic=True)


def follow_as_author(page: Page) -> None:
    """Whoever wrote or put up a page hears what is said about it."""
    author = getattr(page.specific, "author", None)
    for person in {author, page.owner}:
        if isinstance(person, User) and habits_of(person).follows_what_they_write:
            set_level(person, page, Level.EVERYTHING, automatic=True)


def thread_of(event: Event) -> int | None:
    """The first comment of the conversation in which an event happened, if it did in one."""
    if event.subject_kind != "comment":
        return None
    if known := event.data.get("thread"):
        return int(known)
    kind = kinds().get("comment")
    if kind is None:
        return None
    comments = kind.model._default_manager.filter(pk=event.subject_id)
    thread_id: int | None = comments.values_list("thread_id", flat=True).first()
    return thread_id


def end_calendar(sender: object, person: User, **kwargs: object) -> None:
    """The secret address of the calendar does not outlive a password."""
    calendar.revoke(person)
