"""What the room tells single people: hints, nominations, introductions.

Each travels like any other message, so that it reaches inbox, mail and phone as its reader chose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from social.activity.messages import Data, Message, register, tell
from social.activity.models import Event, Verb
from social.community.models import Introduction, Nomination, Nudge
from social.community.queue.rule import BUDDY, RULES, say
from social.people.models import User


def _hint(data: Data) -> str:
    rule = RULES.get(data["rule"])
    if rule is None or rule.hint is None:
        return _("A hint for you in the community.")
    return say(rule.hint.told, data)


def _day(data: Data) -> str:
    return date_format(dt.date.fromisoformat(data["until"]), "j E")


def _mine(data: Data) -> str:
    return reverse("community:mine")


def _hint_url(data: Data) -> str:
    """Hints about a page lead there, others to one's own part of the room."""
    return "" if data["title"] else reverse("community:mine")


HINT = "community-hint"
REMINDER = "community-reminder"
MESSAGES = {
    HINT: Message(_hint, _hint_url),
    REMINDER: Message(
        lambda data: _("A question to the board waits for a word: “%(title)s”.") % data
    ),
    "community-deputy": Message(
        lambda data: _("You cover the community's queue until %(day)s.") % {"day": _day(data)},
        lambda data: reverse("community:overview"),
        is_duty=True,
    ),
    "community-nomination": Message(
        lambda data: _("A colleague thinks you would be a good ambassador."), _mine
    ),
    "community-introduction": Message(
        lambda data: (
            _("Would you like to meet %(name)s? You both answered about %(topic)s.") % data
        ),
        _mine,
    ),
    "community-introduced": Message(
        lambda data: _("%(name)s would like to talk with you about %(topic)s, too.") % data, _mine
    ),
}


def register_messages() -> None:
    """Make the room's messages known. Called once, when the app is ready."""
    for kind, message in MESSAGES.items():
        register(kind, message)


def tell_of_hints(hints: Iterable[Nudge]) -> None:
    """Tell the people concerned; a hint that is held out stays silent."""
    loud = [hint for hint in hints if not hint.held_out]
    people = User.objects.in_bulk([hint.person_id for hint in loud])
    for hint in loud:
        key = BUDDY if hint.key.startswith(BUDDY) else ""
        title = hint.page.title if hint.page else ""
        tell(people[hint.person_id], HINT, hint.page, rule=hint.rule, title=title, key=key)


def remind_leader(leader: User, manager: User, page: Page) -> None:
    """A leader hears that a question to the board still waits."""
    tell(leader, REMINDER, page, actor=manager, title=page.title)


def was_reminded(page_id: int, since: dt.datetime) -> bool:
    """Whether leaders were reminded of that question since then."""
    told = Event.objects.filter(verb=Verb.TOLD, page=page_id, created_at__gt=since)
    return told.filter(data__message=REMINDER).exists()


def tell_deputy(deputy: User, manager: User, until: dt.date) -> None:
    """The deputy hears until when to cover the queue."""
    tell(deputy, "community-deputy", actor=manager, until=until.isoformat())


def tell_of_nomination(nomination: Nomination) -> None:
    """Only the nominated person hears of it."""
    tell(nomination.person, "community-nomination")


def ask_to_meet(introduction: Introduction, person: User) -> None:
    """Ask one side whether to meet the other."""
    other = introduction.other(person)
    tell(person, "community-introduction", name=str(other), topic=str(introduction.topic))


def tell_of_meeting(introduction: Introduction) -> None:
    """Both said yes: the one who agreed first hears of the other's yes."""
    other = introduction.second
    topic = str(introduction.topic)
    tell(introduction.first, "community-introduced", name=str(other), topic=topic)
