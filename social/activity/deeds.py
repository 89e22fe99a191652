"""What each verb of the record means, told once: whom it tells and in which words, whether feeds
show it, whether it is contact with a colleague or taking part.

A new verb is a line in `Verb`, a `Deed` here, and a migration that knows the new choice; the checks
`activity.E001` to `E004` and `notifications.E001` name what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from social.activity.models import Verb


class Occasion(models.TextChoices):
    """What happened, as people choose by it: the rows of the preferences."""

    MENTION = "mention", _("Somebody mentions me")
    REPLY = "reply", _("Somebody answers me")
    TASK = "task", _("A task for me, or news of one that I gave")
    REMINDER = "reminder", _("A reminder that I set")
    COMMENT = "comment", _("A comment in what I follow")
    PUBLICATION = "publication", _("A new page in what I follow")
    UPDATE = "update", _("A page that I follow is changed")
    REACTION = "reaction", _("Somebody reacts to what I wrote")
    THANKS = "thanks", _("My answer helped")
    FOLLOWER = "follower", _("Somebody follows me")
    OTHER = "other", _("Messages from the community managers")
    NEWSLETTER = "newsletter", _("A newsletter for me")
    QUEUE = "queue", _("What needs a hand, every week (community managers)")


class WhyMe(models.TextChoices):
    """Why an event concerns this person; stronger reasons first."""

    MENTIONED = "mentioned", _("you were mentioned")
    ANSWERED = "answered", _("it answers you")
    ASSIGNED = "assigned", _("it is your task")
    GIVEN = "given", _("you gave the task")
    REMINDER = "reminder", _("you asked to be reminded")
    AUTHOR = "author", _("you wrote it")
    DIRECTED = "directed", _("it is addressed to you")
    THREAD = "thread", _("you follow the conversation")
    PAGE = "page", _("you follow the page or what it lies in")
    PERSON = "person", _("you follow the person")
    TOPIC = "topic", _("you follow the topic")
    DEPARTMENT = "department", _("you follow the department")


@dataclass(frozen=True)
class Telling:
    """One way of telling of a deed: the occasion by which people choose, and what stands after the
    names of those who did it (`ngettext_lazy`, present tense: it needs no gender in Polish)."""

    occasion: Occasion
    words: Any
    why: WhyMe = WhyMe.DIRECTED


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A kind of event.

    `noun`: what somebody did, in the plural, for that person's own record.
    `direct`: how whom it is directed at hears of it; `by_name` instead, where a page, not a comment,
    is directed at them. `followers`: how followers of the place hear. Without these nobody is told.
    `in_feed`: the words before the title of the page in personal feeds; without them it is not there.
    `is_new`: followers who want new pages only hear of it. `rank`: which of several events about one
    comment tells a person, the highest.
    `is_contact`: it is acting towards a colleague. `is_spoken`, `is_written`, `takes_part`: it is an
    answer or comment; something written; taking part in the community. Views and follows never are.
    """

    verb: Verb
    noun: Any
    direct: Telling | None = None
    by_name: Telling | None = None
    followers: Telling | None = None
    in_feed: Any = None
    is_new: bool = False
    rank: int = 0
    is_talk: bool = False
    is_contact: bool = False
    is_spoken: bool = False
    is_written: bool = False
    takes_part: bool = False

    @property
    def tellings(self) -> list[Telling]:
        return [one for one in (self.direct, self.by_name, self.followers) if one is not None]

    @property
    def is_opening(self) -> bool:
        """It begins something that others answer."""
        return self.is_written and not self.is_spoken

    def sentence(self, occasion: str, people: int) -> str:
        """What they do, told to somebody on this occasion. What was decided by an older version may
        have an occasion that the deed no longer has."""
        told = [one.words for one in self.tellings if one.occasion == occasion]
        return said([*told, *(one.words for one in self.tellings), WRITES][0], people)


def said(words: Any, people: int) -> str:
    """Lazy plural words, of so many people."""
    return str(words % people)


WRITES = ngettext_lazy("writes to you", "write to you")
_COMMENTS = Telling(Occasion.COMMENT, ngettext_lazy("comments", "comment"))
_PUBLISHES = Telling(
    Occasion.PUBLICATION, ngettext_lazy("publishes a new page", "publish a new page")
)
_COMMENTS_ON = ngettext_lazy("comments on", "comment on")

DEEDS: dict[str, Deed] = {}


def _know(*deeds: Deed) -> None:
    DEEDS.update({deed.verb: deed for deed in deeds})


_know(
    Deed(verb=Verb.VIEWED, noun=_("pages viewed")),
    Deed(
        verb=Verb.PUBLISHED,
        noun=_("pages published"),
        direct=_PUBLISHES,
        followers=_PUBLISHES,
        in_feed=ngettext_lazy("publishes", "publish"),
        is_new=True,
        rank=1,
        is_written=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.UPDATED,
        noun=_("pages changed"),
        followers=Telling(Occasion.UPDATE, ngettext_lazy("changes the page", "change the page")),
        in_feed=ngettext_lazy("changes", "change"),
    ),
    Deed(
        verb=Verb.COMMENTED,
        noun=pgettext_lazy("what somebody did", "comments"),
        direct=Telling(Occasion.COMMENT, _COMMENTS.words, WhyMe.AUTHOR),
        followers=_COMMENTS,
        in_feed=_COMMENTS_ON,
        rank=1,
        is_talk=True,
        is_contact=True,
        is_spoken=True,
        is_written=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.ASKED,
        noun=_("questions"),
        direct=_COMMENTS,
        by_name=Telling(Occasion.MENTION, ngettext_lazy("asks you", "ask you")),
        followers=_COMMENTS,
        in_feed=_COMMENTS_ON,
        rank=2,
        is_talk=True,
        is_written=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.REPLIED,
        noun=_("replies"),
        direct=Telling(Occasion.REPLY, ngettext_lazy("answers you", "answer you"), WhyMe.ANSWERED),
        followers=_COMMENTS,
        in_feed=_COMMENTS_ON,
        rank=3,
        is_talk=True,
        is_contact=True,
        is_spoken=True,
        is_written=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.MENTIONED,
        noun=_("mentions of colleagues"),
        direct=Telling(
            Occasion.MENTION, ngettext_lazy("mentions you", "mention you"), WhyMe.MENTIONED
        ),
        rank=4,
        is_talk=True,
        is_contact=True,
    ),
    Deed(
        verb=Verb.REACTED,
        noun=_("reactions"),
        direct=Telling(
            Occasion.REACTION,
            ngettext_lazy("reacts to what you wrote", "react to what you wrote"),
            WhyMe.AUTHOR,
        ),
        is_contact=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.ANSWER_ACCEPTED,
        noun=_("answers accepted"),
        direct=Telling(
            Occasion.THANKS,
            ngettext_lazy("accepts your answer", "accept your answer"),
            WhyMe.AUTHOR,
        ),
        followers=_COMMENTS,
        in_feed=ngettext_lazy("accepts an answer on", "accept an answer on"),
        is_contact=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.FOUND_HELPFUL,
        noun=_("things found helpful"),
        direct=Telling(
            Occasion.THANKS,
            ngettext_lazy("finds your answer helpful", "find your answer helpful"),
            WhyMe.AUTHOR,
        ),
        is_contact=True,
        takes_part=True,
    ),
    Deed(
        verb=Verb.FOLLOWED,
        noun=_("things followed"),
        direct=Telling(Occasion.FOLLOWER, ngettext_lazy("follows you", "follow you")),
    ),
    Deed(verb=Verb.ACKNOWLEDGED, noun=_("confirmations of reading")),
    Deed(
        verb=Verb.ASSIGNED,
        noun=_("tasks given"),
        direct=Telling(
            Occasion.TASK, ngettext_lazy("gives you a task", "give you tasks"), WhyMe.ASSIGNED
        ),
        is_contact=True,
    ),
    Deed(
        verb=Verb.COMPLETED,
        noun=_("tasks done"),
        direct=Telling(
            Occasion.TASK,
            ngettext_lazy("marks a task as done", "mark tasks as done"),
            WhyMe.GIVEN,
        ),
    ),
    Deed(
        verb=Verb.DECLINED,
        noun=_("tasks declined"),
        direct=Telling(
            Occasion.TASK, ngettext_lazy("declines a task", "decline tasks"), WhyMe.GIVEN
        ),
    ),
    Deed(
        verb=Verb.REMINDED,
        noun=_("reminders"),
        direct=Telling(
            Occasion.REMINDER,
            ngettext_lazy("You asked to be reminded of this", "You asked to be reminded of this"),
            WhyMe.REMINDER,
        ),
    ),
    # What a message says, the room that sends it knows (`social.activity.messages`).
    Deed(verb=Verb.TOLD, noun=_("messages"), direct=Telling(Occasion.OTHER, WRITES)),
    Deed(verb=Verb.JOINED, noun=_("joining")),
)

# Events that an older or a newer version wrote tell whom they are directed at, and nobody else.
UNKNOWN = Deed(verb=Verb.TOLD, noun="", direct=Telling(Occasion.OTHER, WRITES))


def deed_of(verb: str) -> Deed:
    return DEEDS.get(verb, UNKNOWN)


def verbs(is_wanted: Callable[[Deed], Any]) -> tuple[Verb, ...]:
    """The verbs of such deeds, in the order of `Verb`."""
    return tuple(verb for verb in Verb if verb in DEEDS and is_wanted(DEEDS[verb]))


TALK = verbs(lambda deed: deed.is_talk)
# What is said on a page, as feeds show it: mentions come with it.
SAID = verbs(lambda deed: deed.is_talk and deed.in_feed)


# What is missing ------------------------------------------------------------------------------


def check_deeds(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every verb is described, and every description can be told."""
    missing = [verb for verb in Verb if verb not in DEEDS]
    errors: list[CheckMessage] = [
        Error(
            f"Verb.{verb.name} has no Deed.",
            hint="Describe it in social/activity/deeds.py.",
            id="activity.E001",
        )
        for verb in missing
    ]
    for deed in DEEDS.values():
        errors += _faults(deed)
    return errors


def _faults(deed: Deed) -> Iterable[CheckMessage]:
    name = f"The deed of Verb.{deed.verb.name}"
    if not str(deed.noun):
        yield Error(f"{name} has no noun for people's own record.", id="activity.E002")
    for one in deed.tellings:
        if not _can_be_said(one.words):
            yield Error(
                f"{name} has no words for “{one.occasion}” in one and in several people's voice.",
                hint='ngettext_lazy("asks you", "ask you")',
                id="activity.E003",
            )
    if deed.in_feed is not None and not _can_be_said(deed.in_feed):
        yield Error(f"{name} has no words for the feed.", id="activity.E003")
    if deed.in_feed is not None and deed.followers is None:
        yield Error(
            f"{name} stands in feeds, but followers never hear of it.",
            hint="Say in `followers` on which occasion they do.",
            id="activity.E004",
        )


def _can_be_said(words: Any) -> bool:
    try:
        return all(said(words, people).strip() for people in (1, 2, 5))
    except (TypeError, AttributeError):  # plain text, or words with one voice only
        return False
