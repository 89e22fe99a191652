"""What happened, gathered in any order and written to the record of activity in order of time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from social.activity.models import Event, Verb
from social.people.models import User

from .content import ZONE

BATCH = 5000
Progress = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be; `subject` is its kind and id."""

    at: datetime
    actor: User
    verb: Verb
    page_id: int | None = None
    subject: tuple[str, int] | None = None
    target: User | None = None
    data: str = ""
    audience_size: int | None = None


@dataclass
class Diary:
    """Entries of the demo's two years. A page is viewed once a day by each person, as in life."""

    entries: list[Entry] = field(default_factory=list)
    viewed: set[tuple[int, int, date]] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """Note anything but a view."""
        self.entries.append(entry)

    def view(self, at: datetime, actor: User, page_id: int) -> None:
        """Note that somebody read a page, unless it is noted for that day."""
        key = (actor.pk, page_id, at.astimezone(ZONE).date())
        if key not in self.viewed:
            self.viewed.add(key)
            self.entries.append(Entry(at, actor, Verb.VIEWED, page_id, ("page", page_id)))

    def write(self, progress: Progress = lambda batches: batches) -> int:
        """Save all of it; returns how many events there are."""
        self.entries.sort(key=lambda entry: entry.at)
        for batch in progress(list(_batches(self.entries))):
            Event.objects.bulk_create([_event(entry) for entry in batch])
        return len(self.entries)


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    rows = iter(entries)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _event(entry: Entry) -> Event:
    kind, pk = entry.subject or ("", None)
    return Event(
        actor_id=entry.actor.pk,
        verb=entry.verb,
        page_id=entry.page_id,
        subject_kind=kind,
        subject_id=pk,
        target_id=entry.target.pk if entry.target else None,
        actor_department_id=entry.actor.department_id,
        actor_level_id=entry.actor.level_id,
        audience_size=entry.audience_size,
        data=json.loads(entry.data) if entry.data else {},
        day=entry.at.astimezone(ZONE).date(),
        created_at=entry.at,
    )
