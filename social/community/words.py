"""What rules and numbers are called, for readers, in their language."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ground import stored
from social.analytics.release import words as share_words
from social.analytics.shares import share_stored
from social.community import drafts
from social.community.models import Item, Nudge
from social.community.nudges.findings import BUDDY
from social.people.models import Department, User
from social.subjects.access import visible_pages
from social.subjects.models import Topic

logger = logging.getLogger("social.community")

# The page on which a solved conversation becomes a guide: the room above names it.
GUIDE_FROM: str = getattr(settings, "COMMUNITY_GUIDE_FROM", "")
# Where somebody writes a guide from nothing: a name of an address and what it takes.
NEW_GUIDE: tuple[str, ...] = getattr(settings, "COMMUNITY_NEW_GUIDE", ())
ICONS = {
    "N1": "question",
    "N2": "question",
    "N3": "buddy",
    "N4": "bell-off",
    "N5": "inbox",
    "N6": "shield",
    "N7": "community",
    "N8": "guide",
    "N9": "path",
    "board": "org",
    "stale": "guide",
    "review": "history",
    "reported": "flag",
    "late": "must-read",
    "search": "search",
    "onboarding": "list-checks",
    "task": "task",
}
KINDS: dict[str, str | Promise] = {
    "N1": _("A question waits for a helper"),
    "N2": _("Unanswered question"),
    "N3": _("Newcomers without contacts"),
    "N4": _("Silent department"),
    "N5": _("Waiting for a leader"),
    "N6": _("Help rests on few shoulders"),
    "N7": _("Few know an ambassador"),
    "N8": _("An answer that could be a guide"),
    "N9": _("Departments that could meet"),
    "board": _("Question to the board"),
    "stale": _("Stale guide"),
    "review": _("Review overdue"),
    "reported": _("Reported comment"),
    "late": _("Must-read running late"),
    "search": _("Search that finds nothing"),
    "onboarding": _("Stalled onboarding step"),
    "task": _("Overdue tasks"),
}
STEPS: dict[str, str | Promise] = {
    "N2": _("Ask a volunteer helper"),
    "N3": _("Ask for buddies"),
    "N4": _("Propose a conversation"),
    "N6": _("Ask for more helpers"),
    "N7": _("Invite volunteers"),
    "N8": _("Write the guide"),
    "N9": _("Propose a joint post"),
    "board": _("Remind the board"),
    "stale": _("Check the guide"),
    "review": _("Check the page"),
    "reported": _("Look at the comment"),
    "late": _("Look at the page"),
    "search": _("Write what is missing"),
    "onboarding": _("Look at the step"),
    "task": _("Look at the tasks"),
}

# Second numbers of metrics.
PARTS: dict[str, str | Promise] = {
    "A2.p90": _("nine in ten are answered after"),
    "A5.opened": _("opened within 7 days"),
    "B1.year": _("the whole year"),
    "B3.two": _("with at most one person in between"),
    "B5.up": _("replies to what was said upward"),
    "B5.down": _("replies to what was said downward"),
    "C4.readers": _("read something"),
    "C4.top": _("written by the most active 1 %"),
    "C6.half": _("people who give half of the answers"),
    "C7.response": _("answered the pulse"),
    "C7.needs": _("needs"),
    "C7.membership": _("membership"),
    "C7.influence": _("influence"),
    "C7.bond": _("bond"),
    "C8.members": _("written by members, not by the community team"),
}


@dataclass(frozen=True, slots=True)
class Described:
    """An item or a hint with its words."""

    thing: Any
    kind: str
    title: str
    why: str
    icon: str
    step: str
    url: str
    step_url: str = ""
    pages: tuple[Page, ...] = ()


def describe(things: Iterable[Item | Nudge], reader: User | None = None) -> list[Described]:
    """Words for items or hints, with pages that the reader sees; four queries at most."""
    listed = list(things)
    names = _names(listed, reader)
    return [_describe(thing, names) for thing in listed]


def draft(item: Item) -> drafts.Draft:
    """What may be written about a line of the queue."""
    return drafts.draft_of(item.rule, _words(item, _names([item], None)))


def _names(things: list[Item | Nudge], reader: User | None) -> dict[str, dict[int, Any]]:
    wanted: dict[str, set[int]] = {
        "department": set(),
        "topic": set(),
        "people": set(),
        "pages": set(),
    }
    for thing in things:
        wanted["department"] |= {*_ids(thing, "department"), *_ids(thing, "other")}
        wanted["topic"] |= {*_ids(thing, "topic"), *_ids(thing, "topics")}
        wanted["people"] |= set(_ids(thing, "people"))
        wanted["pages"] |= set(_ids(thing, "pages"))
    return {
        "department": Department.objects.in_bulk(wanted["department"]),
        "topic": Topic.objects.in_bulk(wanted["topic"]),
        "people": User.objects.active().in_bulk(wanted["people"]),
        "pages": visible_pages(reader).in_bulk(wanted["pages"]) if reader else {},
    }


def _words(thing: Item | Nudge, names: dict[str, dict[int, Any]]) -> dict[str, str]:
    page = thing.page if thing.page_id else None

    def named(kind: str, key: str) -> str:
        return ", ".join(str(names[kind][pk]) for pk in _ids(thing, key) if pk in names[kind])

    return {
        "page": page.title if page else str(thing.data.get("title", "")),
        "department": named("department", "department"),
        "other": named("department", "other"),
        "topic": named("topic", "topic"),
        "people": named("people", "people"),
        "topics": named("topic", "topics"),
    }


def _ids(thing: Item | Nudge, key: str) -> list[int]:
    return stored.numbers(thing.data.get(key))


def _describe(thing: Item | Nudge, names: dict[str, dict[int, Any]]) -> Described:
    data, words = thing.data, _words(thing, names)
    page = thing.page if thing.page_id else None
    to_person = isinstance(thing, Nudge)
    return Described(
        thing=thing,
        kind=str(KINDS.get(thing.rule, thing.rule)),
        title=_title(thing, words, to_person),
        why=_why_if_known(thing, words, to_person),
        icon=ICONS.get(thing.rule, "info"),
        step=str(STEPS.get(thing.rule, _("Open"))),
        url=str(data.get("url") or (page.url if page else "") or ""),
        step_url="" if to_person else _step_url(thing),
        pages=tuple(names["pages"][p] for p in _ids(thing, "pages") if p in names["pages"]),
    )


def _step_url(thing: Any) -> str:
    """Where the next step is taken, when it is not the page itself."""
    if thing.rule in drafts.RULES:
        return reverse("community:draft", args=[thing.pk])
    if thing.rule == "N8" and "comment" in thing.data and GUIDE_FROM:
        return reverse(GUIDE_FROM, args=_ids(thing, "comment")[:1] or [0])
    if thing.rule == "search" and NEW_GUIDE:
        return reverse(NEW_GUIDE[0], args=NEW_GUIDE[1:])
    return ""


def _title(thing: Item | Nudge, words: dict[str, str], to_person: bool) -> str:
    if thing.rule == "N9":
        return gettext("%(department)s and %(other)s") % words
    if thing.rule == "N6":
        return words["topic"] or gettext("You help a lot at the moment")
    if thing.rule == "N3":
        return gettext("Getting to know people") if to_person else str(KINDS["N3"])
    if thing.rule == "N4" and to_person:
        return gettext("Your department is quiet")
    if thing.rule == "N5":
        return gettext("People wait for a word from you")
    return words["page"] or words["department"] or str(KINDS.get(thing.rule, ""))


def _why_if_known(thing: Item | Nudge, words: dict[str, str], to_person: bool) -> str:
    """One line whose numbers are missing must not take the others off the page."""
    try:
        return _why(thing, words, to_person)
    except (KeyError, TypeError, ValueError):
        logger.warning("Nothing can be said about %s %s", thing.rule, thing.key)
        return ""


def _why(thing: Item | Nudge, words: dict[str, str], to_person: bool) -> str:
    data = {**thing.data, **words}
    if "share" in data:
        data["share"] = capfirst(share_words(share_stored(data["share"] / 100)))
    if to_person and thing.rule == "N3":
        return _why_newcomer(thing.key.startswith(BUDDY), words)
    if to_person and thing.rule in _TO_PERSON:
        return str(_TO_PERSON[thing.rule]) % data
    if thing.rule in _COUNTED:
        return str(_COUNTED[thing.rule] % data)
    if thing.rule == "N4" and not data.get("silent"):
        return gettext("Last week was quieter than in 19 of 20 of its own weeks.")
    return str(_PLAIN.get(thing.rule, "")) % data


def _why_newcomer(is_buddy: bool, words: dict[str, str]) -> str:
    if is_buddy:
        return gettext("%(people)s started here lately. A hello from you would help.") % words
    told = []
    if words["people"]:
        told.append(
            gettext("These colleagues said that they like to be asked by newcomers: %(people)s.")
            % words
        )
    if words["topics"]:
        told.append(gettext("People of your department write about: %(topics)s.") % words)
    return " ".join(told) or gettext("The directory shows who works on what you do.")


_COUNTED = {
    "N2": ngettext_lazy(
        "No answer for %(hours)s working hour.", "No answer for %(hours)s working hours.", "hours"
    ),
    "board": ngettext_lazy(
        "No leader has answered for %(days)s working day.",
        "No leader has answered for %(days)s working days.",
        "days",
    ),
    "stale": ngettext_lazy(
        "Not touched for %(days)s day, and people still read it.",
        "Not touched for %(days)s days, and people still read it.",
        "days",
    ),
    "review": ngettext_lazy(
        "Its review has been due for %(days)s day.",
        "Its review has been due for %(days)s days.",
        "days",
    ),
    "reported": ngettext_lazy(
        "%(count)s person reported it.", "%(count)s people reported it.", "count"
    ),
    "search": ngettext_lazy(
        "Searched for %(count)s time.", "Searched for %(count)s times.", "count"
    ),
    "task": ngettext_lazy(
        "%(count)s task has been overdue for more than a week.",
        "%(count)s tasks have been overdue for more than a week.",
        "count",
    ),
}
# No number of people: from one day to the next it would tell of whoever did something.
_PLAIN: dict[str, str | Promise] = {
    "N3": _("Ten newcomers or more have met hardly anybody yet. Each of them got suggestions."),
    "N4": _("Hardly anything was written here in two working weeks."),
    "N8": _("Solved, read by more than twenty people, and no guide says it yet."),
    "late": _("Not everybody has confirmed it in time. Who publishes the page sees who has."),
    "onboarding": _("Newcomers stay at this step for long."),
    "N6": _("One person gives a large share of the answers in this topic. It needs more helpers."),
    "N7": _("%(share)s of its active people know an ambassador. Could somebody volunteer?"),
    "N9": _("Both write about “%(topic)s” and no two of their people talk with each other."),
}
_TO_PERSON: dict[str, str | Promise] = {
    "N1": _(
        "You have answered about this before. Can you help? It has been open for %(hours)s working hours."
    ),
    "N2": _("Nobody has answered yet. Other words, a topic or a mention often help."),
    "N4": _(
        "It is quiet in your department. A question about what people work on is a good start."
    ),
    "N5": _("Answer, hand on or say thanks. Only you see this."),
    "N6": _(
        "You give much more help than usual. Share the topic with others, or mute hints for a while."
    ),
    "N8": _("Your solved question was read by many. Would you turn it into a guide?"),
    "N9": _("%(department)s and %(other)s both write about “%(topic)s”. A joint post could help."),
}
