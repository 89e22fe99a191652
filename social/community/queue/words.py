"""Lines of the queue and hints as people read them, in their language: what the rules say, filled."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ground import stored
from social.analytics.release import words as share_words
from social.analytics.shares import share_stored
from social.community.models import Item, Nudge
from social.community.queue.rule import RULES, Hint, Line, Rule, Step, Text, say
from social.people.models import Department, User
from social.subjects.access import visible_pages
from social.subjects.models import Topic

logger = logging.getLogger("social.community")


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
    deed: Step | None = None  # what is posted instead of an address being opened


@dataclass(frozen=True, slots=True)
class Draft:
    """A title and a text to copy and change, with a page that helps to decide."""

    title: str
    text: str
    beside: tuple[str, Any] | None


def describe(things: Iterable[Item | Nudge], reader: User | None = None) -> list[Described]:
    """Words for items or hints, with pages that the reader sees; four queries at most."""
    listed = list(things)
    names = _names(listed, reader)
    return [_describe(thing, names) for thing in listed]


def drafted() -> list[str]:
    """Rules that bring words to start from."""
    return [rule.name for rule in RULES.values() if rule.line and rule.line.draft]


def draft(item: Item) -> Draft:
    """What may be written about a line of the queue whose rule brings words to start from."""
    line = RULES[item.rule].line
    if line is None or line.draft is None:
        raise ValueError(f"{item.rule} brings no draft")
    words = _words(item, _names([item], None))
    return Draft(say(line.draft.title, words), say(line.draft.text, words), line.draft.beside)


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
    rule = RULES.get(thing.rule) or Rule(name=thing.rule, label=thing.rule)
    said: Line | Hint | None = rule.hint if isinstance(thing, Nudge) else rule.line
    data = {**thing.data, **_words(thing, names), "key": thing.key}
    step = rule.line.step if isinstance(thing, Item) and rule.line else Step()
    page = thing.page if thing.page_id else None
    return Described(
        thing=thing,
        kind=str(rule.label),
        title=_title(rule, said, data),
        why=_why(thing, said, data),
        icon=rule.icon or "info",
        step=str(step.label or _("Open")),
        url=str(data.get("url") or (page.url if page else "") or ""),
        step_url=_address(thing, rule, step),
        pages=tuple(names["pages"][p] for p in _ids(thing, "pages") if p in names["pages"]),
        deed=step if step.do else None,
    )


def _address(thing: Any, rule: Rule, step: Step) -> str:
    """Where the next step is taken, when it is not the page itself."""
    if isinstance(thing, Item) and rule.line and rule.line.draft:
        return reverse("community:draft", args=[thing.pk])
    return step.url(thing) if step.url else ""


def _title(rule: Rule, said: Line | Hint | None, data: dict[str, Any]) -> str:
    told = _said(rule.name, said.title, data) if said else ""
    return told or data["page"] or data["department"] or str(rule.label)


def _why(thing: Item | Nudge, said: Line | Hint | None, data: dict[str, Any]) -> str:
    if said is None:
        return ""
    if "share" in data:
        data = {**data, "share": _share(data["share"])}
    return _said(f"{thing.rule} {thing.key}", said.why, data)


def _share(percent: Any) -> str:
    known = isinstance(percent, int | float)
    return str(capfirst(share_words(share_stored(percent / 100)))) if known else "–"


def _said(what: str, text: Text, data: dict[str, Any]) -> str:
    """One line whose numbers are missing must not take the others off the page."""
    try:
        return say(text, data)
    except (KeyError, TypeError, ValueError):
        logger.warning("Nothing can be said about %s", what)
        return ""
