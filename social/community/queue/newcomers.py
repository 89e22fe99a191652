"""Newcomers who know hardly anybody yet, and those who would look after them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from social.activity.actions import company_day
from social.analytics.analysis.ties import degree, mutual_ties
from social.analytics.metrics.goal_c import NEWCOMER_CONTACTS
from social.analytics.record import rosters
from social.analytics.record.present import present
from social.community.models import Ambassador, Nudge, RoomSettings
from social.community.queue.departments import topics_by_unit
from social.community.queue.helpers import WEEK
from social.community.queue.rule import (
    BUDDY,
    Data,
    Draft,
    Finding,
    Hint,
    HoldOut,
    Limits,
    Line,
    Rule,
    Step,
)
from social.people.models import User

FIRST, SECOND, LOOK_BACK = 14, 30, 44
SUGGESTIONS = 3


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
        people = [buddy for buddy, _home in near[:SUGGESTIONS]]
        data = {"day": day, "people": people}
        if len(people) < SUGGESTIONS:
            data["topics"] = sorted(topics.get(home or 0, ()))[: SUGGESTIONS - len(people)]
        yield Finding(NEWCOMERS.name, f"{person}:{day}", None, data, (person,), queue=False)
        free = [buddy for buddy in people if not NEWCOMERS.is_enough(load[buddy])][:1]
        load.update(free)
        data = {"people": [person]}
        key = f"{BUDDY}{person}:{day}"
        yield Finding(NEWCOMERS.name, key, None, data, tuple(free), queue=False)
    if len(lonely) >= RoomSettings.load().least_people:
        key = f"count:{today:%Y-%m}"
        yield Finding(NEWCOMERS.name, key, None, {"count": len(lonely)})


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
    sent = Nudge.objects.filter(rule=NEWCOMERS.name, held_out=False, sent_at__gt=now - WEEK)
    week = sent.filter(key__startswith=BUDDY)
    return Counter(week.values_list("person_id", flat=True))


def _why(data: Data) -> str:
    if str(data["key"]).startswith(BUDDY):
        return gettext("%(people)s started here lately. A hello from you would help.") % data
    said = []
    if data["people"]:
        said.append(
            gettext("These colleagues said that they like to be asked by newcomers: %(people)s.")
            % data
        )
    if data["topics"]:
        said.append(gettext("People of your department write about: %(topics)s.") % data)
    return " ".join(said) or gettext("The directory shows who works on what you do.")


def _told(data: Data) -> str:
    if str(data["key"]).startswith(BUDDY):
        return gettext("Somebody new would be glad about a hello from you.")
    return gettext("A few colleagues like to be asked by newcomers. Here is who.")


NEWCOMERS = Rule(
    name="newcomers",
    question=_("Which newcomers have met hardly anybody after two weeks, or after a month?"),
    find=lonely_newcomers,
    label=_("Newcomers without contacts"),
    icon="buddy",
    line=Line(
        title=_("Newcomers without contacts"),
        # No number of people: from one day to the next it would tell of whoever did something.
        why=_("Ten newcomers or more have met hardly anybody yet. Each of them got suggestions."),
        step=Step(_("Ask for buddies")),
        draft=Draft(
            _("Who would look after somebody new?"),
            _(
                "Several people started lately. A coffee, a tour and the names of three colleagues "
                "are all it takes. Tick “I would look after a newcomer” under “My part in the "
                "community”."
            ),
        ),
    ),
    hint=Hint(title=_("Getting to know people"), why=_why, told=_told),
    about_people=True,
    holds_out=HoldOut.HINTS,
    limits=Limits(a_week=2, ever=2),
)
