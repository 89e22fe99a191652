"""The demo company as it is written in `content/`: people, pages and conversations. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from anyascii import anyascii

from home.moving.source import Source, parse_source

FOLDER = Path(__file__).parent / "content"
KINDS = ("news", "guides", "projects", "knowledge", "questions")
ZONE = ZoneInfo("Europe/Warsaw")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Person:
    """A line of people.csv. `department` and the other short words are ids of company.yaml."""

    id: str
    first_name: str
    last_name: str
    title: str
    department: str
    is_head: bool
    level: str
    location: str
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    start: date

    @property
    def is_woman(self) -> bool:
        """By the first name, as Polish, Czech and Ukrainian names tell."""
        return self.first_name[-1] == "a" or self.first_name in ("Ines", "Lucie")


@dataclass(frozen=True)
class Comment:
    """A comment and its answers; `after` counts from what it answers."""

    by: str
    after: timedelta
    text: str
    is_answer: bool = False
    replies: tuple[Comment, ...] = ()

    def count(self) -> int:
        """This comment and all below it."""
        return 1 + sum(reply.count() for reply in self.replies)


@dataclass(frozen=True)
class PageText:
    """One language version of a page."""

    id: str
    kind: str
    language: str
    source: Source

    @property
    def at(self) -> datetime:
        """When it was published, in the company's time zone."""
        value = self.source.meta["date"]
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, 9, 0)  # noqa: DTZ001
        return value.replace(tzinfo=ZONE)

    @property
    def by(self) -> str:
        """The id of its author."""
        return self.source.text("by")


@dataclass(frozen=True)
class Company:
    """Everything that is written about the company."""

    facts: dict[str, Any]
    people: dict[str, Person]
    pages: list[PageText] = field(default_factory=list)
    threads: dict[str, list[Comment]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the texts were finished; later dates do not occur."""
        day = self.facts["anchor"]
        assert isinstance(day, date)
        return day


@cache
def company() -> Company:
    """The company, read once."""
    facts = yaml.safe_load((FOLDER / "company.yaml").read_text(encoding="utf-8"))
    pages = [_page(kind, path) for kind in KINDS for path in sorted((FOLDER / kind).glob("*.md"))]
    threads = {
        path.stem: [_comment(raw) for raw in yaml.safe_load(path.read_text(encoding="utf-8"))]
        for path in sorted((FOLDER / "threads").glob("*.yaml"))
    }
    return Company(facts, _people(), pages, threads)


def person_id(name: str) -> str:
    """`Michał Wrona` is `michal.wrona`."""
    first, last = name.split(" ", 1)
    return f"{anyascii(first)}.{anyascii(last)}".lower()


def _people() -> dict[str, Person]:
    found: dict[str, Person] = {}
    with (FOLDER / "people.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="|"):
            first, last = row["name"].split(" ", 1)
            person = Person(
                id=person_id(row["name"]),
                first_name=first,
                last_name=last,
                title=row["title"],
                department=row["department"].rstrip("*"),
                is_head=row["department"].endswith("*"),
                level=row["level"],
                location=row["location"],
                languages=tuple(row["languages"].split(",")),
                skills=tuple(row["skills"].split(",")),
                start=date.fromisoformat(row["start"]),
            )
            found[person.id] = person
    return found


def _page(kind: str, path: Path) -> PageText:
    page_id, language, _suffix = path.name.split(".")
    source = parse_source(f"{kind}/{path.name}", path.read_text(encoding="utf-8"))
    return PageText(page_id, kind, language, source)


def _comment(raw: dict[str, Any]) -> Comment:
    amount, unit = int(raw["after"][:-1]), UNITS[raw["after"][-1]]
    return Comment(
        by=raw["by"],
        after=timedelta(**{unit: amount}),
        text=raw["text"],
        is_answer=bool(raw.get("answer")),
        replies=tuple(_comment(reply) for reply in raw.get("replies", [])),
    )
