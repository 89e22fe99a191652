"""A company in the database with a past, for the tests of the community room."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from django.utils import timezone

from social.activity.models import Event, Verb
from social.community.queue.rule import RULES
from social.people.models import Department, Level, User
from tests import factories

AS_BROUGHT = dict(RULES)
NOON = dt.time(12, tzinfo=dt.UTC)


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())


def last_month(day: int = 10) -> dt.date:
    """A day of the latest month that is over."""
    first = timezone.localdate().replace(day=1)
    return (first - dt.timedelta(days=1)).replace(day=day)


@contextmanager
def holding_out(*names: str):
    """Only these rules hold some of what they find out."""
    changed = {
        name: rule if name in names else replace(rule, holds_out=None)
        for name, rule in AS_BROUGHT.items()
    }
    with mock.patch.dict(RULES, changed):
        yield


def event(actor, verb, page=None, target=None, when=None, **fields) -> Event:
    moment = when or at(last_month())
    return Event.objects.create(
        actor=actor,
        verb=verb,
        page=page,
        subject_kind=fields.pop("subject_kind", "page"),
        subject_id=fields.pop("subject_id", page.pk if page else None),
        target=target,
        actor_department=actor.department if actor else None,
        actor_level=actor.level if actor else None,
        day=timezone.localdate(moment),
        created_at=moment,
        **fields,
    )


class Company:
    """Two departments and a tiny one below one root; six leaders; everybody talks to a few."""

    def __init__(self, size: int = 15, tiny: int = 3) -> None:
        self.board = Level.objects.create(name="Board", rank=9, is_board=True)
        self.staff = Level.objects.create(name="Staff", rank=1)
        root = factories.make_department("Company")
        self.units: list[Department] = [
            factories.make_department(name, root) for name in ("Sales", "Plant", "Lab")
        ]
        people: list[User] = []
        for unit, many in zip(self.units, (size, size, tiny), strict=True):
            for number in range(many):
                leads = unit.name != "Lab" and number < 3
                people.append(
                    User(
                        email=f"{unit.name}{number}@example.com".lower(),
                        first_name=f"{unit.name}{number}",
                        last_name=f"Kowal{len(people)}",
                        sort_key=f"kowal {len(people):03}",
                        department=unit,
                        level=self.board if leads else self.staff,
                        start_date=dt.date(2020, 1, 1),
                    )
                )
        # In bulk: the signals of a hundred saves would take longer than the tests.
        User.objects.bulk_create(people)
        self.people = list(User.objects.filter(email__in=[p.email for p in people]).order_by("pk"))
        homes = {unit.pk: unit for unit in self.units}
        for person in self.people:
            person.department = homes[person.department_id]
            person.level = self.board if person.level_id == self.board.pk else self.staff

    def of(self, name: str) -> list[User]:
        return [person for person in self.people if person.department.name == name]

    def talk(self, times: int = 1, when: dt.datetime | None = None) -> None:
        """Everybody exchanges comments with the next five people of the whole company."""
        events = []
        page = factories.make_news("Talk")
        moment = when or at(last_month())
        for number, person in enumerate(self.people):
            for step in range(1, 6):
                other = self.people[(number + step * 2) % len(self.people)]
                for one, two in ((person, other), (other, person)):
                    events += [
                        Event(
                            actor=one,
                            verb=Verb.REPLIED,
                            target=two,
                            page=page,
                            actor_department=one.department,
                            actor_level=one.level,
                            subject_kind="comment",
                            day=timezone.localdate(moment),
                            created_at=moment,
                        )
                    ] * times
        Event.objects.bulk_create([_copy(one) for one in events])


def _copy(one: Event) -> Event:
    return Event(
        **{
            field.attname: getattr(one, field.attname)
            for field in Event._meta.concrete_fields
            if field.attname != "id"
        }
    )
