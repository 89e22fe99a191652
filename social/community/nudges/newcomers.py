"""Hints for newcomers who know hardly anybody yet, and for those who would look after them: N3."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from social.activity.actions import company_day
from social.community.analysis.ties import degree, mutual_ties
from social.community.metrics.goal_c import NEWCOMER_CONTACTS
from social.community.models import Ambassador, Nudge, RoomSettings
from social.community.nudges.findings import BUDDY, Finding, rule
from social.community.nudges.groups import topics_by_unit
from social.community.nudges.questions import HINTS_A_WEEK
from social.community.record import rosters
from social.community.standings import present
from social.people.models import User

FIRST, SECOND, LOOK_BACK = 14, 30, 44
SUGGESTIONS = 3


@rule("N3")
def lonely_newcomers(now: dt.datetime) -> Iterator[Finding]:
    """On day 14 without and on day 30 with fewer than three contacts: newcomer and buddy hear.

    The community manager reads a number, from ten on.
    """
    today = company_day(now)
    rows = User.objects.active().filter(
        start_date__gt=today - dt.timedelta(days=LOOK_BACK),
        start_date__lte=today - dt.timedelta(days=FIRST),
    )
    started = dict(rows.values_list("pk", "start_date"))
    if not started:
        return
    lonely = _lonely(started, today)
    homes = rosters.units()
    unit = {
        pk: homes.get(department or 0)
        for pk, department in User.objects.filter(pk__in=lonely).values_list("pk", "department_id")
    }
    buddies, load = _buddies(homes), _load_of_buddies(now)
    topics = topics_by_unit(today)
    for person, day in lonely.items():
        home = unit[person]
        near = sorted((buddy for buddy in buddies if buddy[0] != person), key=lambda b: b[1] != home)  # fmt: skip
        people = [buddy for buddy, _ in near[:SUGGESTIONS]]
        data = {"day": day, "people": people}
        if len(people) < SUGGESTIONS:
            data["topics"] = sorted(topics.get(home or 0, ()))[: SUGGESTIONS - len(people)]
        yield Finding("N3", f"{person}:{day}", None, data, (person,), queue=False)
        free = [buddy for buddy in people if load[buddy] < HINTS_A_WEEK][:1]
        load.update(free)
        data = {"people": [person]}
        yield Finding("N3", f"{BUDDY}{person}:{day}", None, data, tuple(free), queue=False)
    if len(lonely) >= RoomSettings.load().least_people:
        key = f"count:{today:%Y-%m}"
        yield Finding("N3", key, None, {"count": len(lonely)})


def _lonely(started: dict[int, dt.date], today: dt.date) -> dict[int, int]:
    """Who has too few mutual contacts, with the day of the hint; objections are not looked at."""
    found = present(today)
    contacts = dict(zip(found.roster.keys, degree(mutual_ties(found.counts)).tolist(), strict=True))
    lonely = {}
    for person, start in started.items():
        late = (today - start).days >= SECOND
        needed = NEWCOMER_CONTACTS if late else 1
        if contacts.get(person, needed) < needed:
            lonely[person] = SECOND if late else FIRST
    return lonely


def _buddies(homes: dict[int, int]) -> list[tuple[int, int | None]]:
    """Those who offered to look after newcomers, with their unit."""
    rows = Ambassador.objects.current().filter(is_buddy=True).order_by("pk")
    listed = rows.values_list("person_id", "person__department_id")
    return [(person, homes.get(department or 0)) for person, department in listed]


def _load_of_buddies(now: dt.datetime) -> Counter[int]:
    """Hints about newcomers in the last week."""
    week = Nudge.objects.filter(
        rule="N3", key__startswith=BUDDY, held_out=False, sent_at__gt=now - dt.timedelta(days=7)
    )
    return Counter(week.values_list("person_id", flat=True))
