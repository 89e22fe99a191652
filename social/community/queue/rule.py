"""What a rule of the queue is: one object with its question, its finder and everything it says.

The app that finds something brings the rule, words and all: it makes a `Rule` and hands it to
`register` when it is ready. `social.community.checks` names a rule that lacks a part.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from social.community.models import Item
    from social.people.models import User

ONE_IN = 10
LONGEST_NAME = 24
BUDDY = "buddy:"  # keys of hints to those who look after a newcomer
_PERIOD = re.compile(r":\d{4}-(Q[1-4]|\d{1,2})$")

Words = str | Promise
Data = Mapping[str, Any]
Text = Words | Callable[[Data], str]  # filled with what was found; a function where it depends


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs a hand; `recipients` get a hint, `queue` puts it before the manager."""

    rule: str
    key: str
    page_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    recipients: tuple[int, ...] = ()
    queue: bool = True
    due_on: dt.date | None = None

    @property
    def held_out(self) -> bool:
        """One finding in ten is only watched, so that the effect of hints can be told.

        Decided by the thing itself, not by the rule: a question held out of the first hint is
        held out of the second as well.
        """
        if RULES[self.rule].holds_out is None:
            return False
        thing = self.key.removeprefix(BUDDY)
        digest = hashlib.sha256(f"hold-out:{thing}".encode()).digest()
        return digest[0] * 256 + digest[1] < 65_536 // ONE_IN


def stem(key: str) -> str:
    """What a key is about, without the month, quarter or week that caps how often it comes."""
    return _PERIOD.sub("", key)


class HoldOut(StrEnum):
    """What counts as a case where hinted and held out are compared."""

    LINES = "lines"
    HINTS = "hints"


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do about a line: a deed (`do`, posted as `name`), else an address.

    `do` takes the line and who acts, and returns how many people heard of it; `done` says so.
    While the parts about people are off, a deed with `about_people` gives way to opening the
    page, which is then called `otherwise`.
    """

    label: Words = ""
    name: str = ""
    do: Callable[[Item, User], int] | None = None
    done: Words = ""
    url: Callable[[Item], str] | None = None
    about_people: bool = False
    otherwise: Words = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A title and a text to copy and change, and a page of the room that helps to decide."""

    title: Words
    text: Words
    beside: tuple[str, Words] | None = None  # name of an address, and what it is called


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the queue says. `title` is empty where the page or the department names it."""

    why: Text = ""
    step: Step = Step()
    title: Text = ""
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What a hint says to its reader: in the room (`why`, under `title`) and as a message (`told`)."""

    why: Text = ""
    told: Text = ""
    title: Text = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a person may hear of a rule: in seven days, and ever."""

    a_week: int | None = None
    ever: int | None = None


Finder = Callable[[dt.datetime], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: what it asks, how it finds the answer, and what it says to whom."""

    name: str  # kept in rows: never changed without a migration
    question: Words = ""
    find: Finder | None = None
    label: Words = ""  # of its lines together
    icon: str = ""
    line: Line | None = None  # None: never comes into the queue
    hint: Hint | None = None  # None: nobody gets a hint
    about_people: bool = False  # silent while the parts about people are switched off
    holds_out: HoldOut | None = None
    limits: Limits = Limits()

    def is_enough(self, this_week: int) -> bool:
        """Whether somebody has heard of it often enough for a week."""
        return self.limits.a_week is not None and this_week >= self.limits.a_week

    def missing(self) -> list[str]:
        """The parts that it lacks, by the name of the field."""
        wanted: dict[str, Any] = {
            "question": self.question,
            "find": self.find,
            "label": self.label,
            "icon": self.icon,
            "line or hint": self.line or self.hint,
        }
        if self.line:
            wanted |= {"line.why": self.line.why, "line.step.label": self.line.step.label}
            step = self.line.step
            if step.do or step.name:
                wanted |= {"line.step.do": step.do, "line.step.name": step.name}
                wanted["line.step.done"] = step.done
            if step.about_people:
                wanted["line.step.otherwise"] = step.otherwise
            if self.line.draft:
                wanted["line.draft.title"] = self.line.draft.title
                wanted["line.draft.text"] = self.line.draft.text
        if self.hint:
            wanted |= {"hint.why": self.hint.why, "hint.told": self.hint.told}
        return [part for part, value in wanted.items() if not value]


RULES: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add rules to the queue's. Called when the app that finds something is ready."""
    for rule in rules:
        RULES[rule.name] = rule


def about_people() -> list[str]:
    """Rules that speak to or about single people: silent while the parts about people are off."""
    return [rule.name for rule in RULES.values() if rule.about_people]


def steps() -> dict[str, Step]:
    """The deeds that rules offer, by the name under which they are posted."""
    offered = [rule.line.step for rule in RULES.values() if rule.line]
    return {step.name: step for step in offered if step.do}


def say(text: Text, data: Data) -> str:
    """A text filled with what was found, in the active language.

    Raises KeyError, TypeError or ValueError where what was found lacks what the text needs.
    """
    return text(data) if callable(text) else str(text % data)
