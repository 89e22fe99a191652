"""Reminders by the clock: each must-read, person and review by itself."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.reading.models import MustRead, PageVersion
from blog.reading.must_read import (
    due_days,
    rows_asked_before,
    rows_to_remind,
    version_of,
    waiting_for,
)
from ground.queues.queue import Queue
from social.activity.messages import tell
from social.activity.models import Event, Verb
from social.people.models import User

Tell = Callable[[User], object]


def remind_of_must_reads(today: date) -> int:
    """Whoever must confirm a page that is near or late; returns how many were reminded."""
    told: set[tuple[int, int]] = set()
    MUST_READS.each(rows_to_remind(), lambda row: _remind(row, today, told), atomic=False)
    return len(told)


def _remind(row: MustRead, today: date, told: set[tuple[int, int]]) -> None:
    """`told`: (page, person) of this run, as a page may be asked of several audiences."""
    days = due_days(row, today)

    def remind(person: User) -> None:
        title, due_on = row.page.title, days[person.pk].isoformat()
        tell(person, "must-read", row.page, title=title, due_on=due_on)
        told.add((row.page_id, person.pk))

    people = User.objects.filter(pk__in=days).order_by("pk")
    _each_person(row, [p for p in people if (row.page_id, p.pk) not in told], remind)


def _each_person(row: MustRead, people: Iterable[User], work: Tell) -> int:
    return PEOPLE.each(people, work, key=lambda person: f"{row.pk}:{person.pk}")


def ask_again(page_id: int) -> int:
    """After a material change: those who had been asked hear at once. Safe to repeat.

    Whoever is asked for the first time by this very publication is not asked *again*.
    """
    told: list[int] = []
    for row in rows_asked_before(page_id):
        version = version_of(row.page)
        note = PageVersion.objects.get(page_id=page_id, number=version).note
        days = waiting_for(row)

        def ask(
            person: User,
            row: MustRead = row,
            days: dict[int, date] = days,
            version: int = version,
            note: str = note,
        ) -> None:
            due_on = days[person.pk].isoformat()
            more = {"title": row.page.title, "due_on": due_on, "note": note, "version": version}
            tell(person, "must-read-again", row.page, **more)
            told.append(person.pk)

        people = User.objects.filter(pk__in=days).exclude(pk__in=_heard(page_id, version))
        _each_person(row, people.order_by("pk"), ask)
    return len(told)


def _heard(page_id: int, version: int) -> set[int | None]:
    heard = Event.objects.filter(
        verb=Verb.TOLD, page_id=page_id, data__message="must-read-again", data__version=version
    )
    return set(heard.values_list("target_id", flat=True))


def _row_again(key: str) -> None:
    if key.isdecimal():
        for row in rows_to_remind().filter(pk=int(key)):
            _remind(row, timezone.localdate(), set())


def _person_again(key: str) -> None:
    """Whatever that page still has to say to its people, this person among them."""
    row_id, _colon, person_id = key.partition(":")
    if not (row_id.isdecimal() and person_id.isdecimal()):
        return
    today = timezone.localdate()
    for row in rows_to_remind().filter(pk=int(row_id)):
        days = due_days(row, today)
        for person in User.objects.filter(pk__in=days).filter(pk=int(person_id)):
            due_on = days[person.pk].isoformat()
            tell(person, "must-read", row.page, title=row.page.title, due_on=due_on)


MUST_READS = Queue("must-read", _("Reminding of what must be read"), again=_row_again)
PEOPLE = Queue(
    "must-read-person", _("Reminding a person of what must be read"), again=_person_again
)
