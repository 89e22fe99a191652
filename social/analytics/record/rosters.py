"""Who belonged where when a month began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from django.db.models import F, Min, Q, QuerySet

from social.activity.models import Event
from social.analytics import house, shares
from social.analytics.analysis.arrays import Bools
from social.analytics.analysis.roster import Roster, make_roster
from social.analytics.figures import DEPARTMENT
from social.analytics.models import Objection, RosterEntry
from social.analytics.period import Period
from social.people.models import Department, Level, User
from social.people.rights import board_members, community_managers

_STEP = Department.steplen
BATCH = 2000


def unit_depth() -> int:
    """The depth at which departments are compared: as chosen, else the first with several."""
    if chosen := house.depth():
        return chosen
    depths = Department.objects.values_list("depth", flat=True).order_by("depth")
    for depth in dict.fromkeys(depths):
        if Department.objects.filter(depth=depth).count() > 1:
            return depth
    return 1


def units() -> dict[int, int]:
    """The compared unit of each department (itself, or the ancestor at the chosen depth)."""
    depth = unit_depth()
    rows = list(Department.objects.values_list("pk", "path"))
    by_path = {path: pk for pk, path in rows}
    return {pk: by_path.get(path[: depth * _STEP], pk) for pk, path in rows}


def members(month: Period) -> QuerySet[User]:
    """People who worked here when the month began (objections are left out)."""
    began = Q(start_date__lte=month.start) | Q(start_date__isnull=True)
    stayed = Q(is_active=True, end_date__isnull=True) | Q(end_date__gte=month.start)
    return User.objects.filter(began, stayed).exclude(pk__in=Objection.objects.values("person"))


def leading_levels() -> set[int]:
    """Levels whose people count as leaders: from the chosen one up, else the board."""
    found, rank = Q(is_board=True), house.leaders_from()
    if rank is not None:
        found |= Q(rank__gte=rank)
    return set(Level.objects.filter(found).values_list("pk", flat=True))


def freeze(month: Period) -> int:
    """Write the month's roster unless it is there; returns how many people are in it.

    A month of the past is rebuilt from what its events say about departments and levels.
    """
    if RosterEntry.objects.filter(period=month.start).exists():
        return RosterEntry.objects.filter(period=month.start).count()
    home, then = units(), _as_recorded(month)
    team = set(User.objects.filter(community_managers()).values_list("pk", flat=True))
    board = set(User.objects.filter(board_members()).values_list("pk", flat=True))
    leading = leading_levels()
    fields = ("pk", "department_id", "level_id", "location_id", "working_time")
    entries = []
    for pk, department, level, location, time in members(month).values_list(*fields):
        department, level = then.get(pk, (department, level))
        entries.append(
            RosterEntry(
                period=month.start,
                person_id=pk,
                unit_id=home.get(department) if department else None,
                level_id=level,
                location_id=location,
                working_time=time,
                is_leader=level in leading or pk in board,
                is_team=pk in team,
            )
        )
    RosterEntry.objects.bulk_create(entries, batch_size=BATCH, ignore_conflicts=True)
    return len(entries)


def _as_recorded(month: Period) -> Mapping[int, tuple[int | None, int | None]]:
    """Department and level in each person's first event of the month."""
    acts = Event.objects.filter(
        created_at__gte=month.begins,
        created_at__lt=month.ends,
        actor__isnull=False,
        actor_department__isnull=False,
    )
    first = acts.values("actor").annotate(first=Min("pk")).values("first")
    rows = Event.objects.filter(pk__in=first).values_list(
        "actor_id", "actor_department_id", "actor_level_id"
    )
    return {actor: (department, level) for actor, department, level in rows.iterator()}


def roster_of(month: Period) -> Roster:
    """The frozen roster as columns; keys are ids of people, units and levels."""
    rows = (
        RosterEntry.objects.filter(period=month.start)
        .exclude(person__in=Objection.objects.values("person"))
        .order_by("person_id")
        .annotate(boss=F("person__manager_id"))
        .values_list("person_id", "unit_id", "level_id", "is_leader", "working_time", "boss")
    )
    return as_roster(list(rows))


def as_roster(rows: list[tuple[Any, ...]]) -> Roster:
    """Columns from (person, unit, level, leads, percent, manager) rows."""
    ladder = list(Level.objects.order_by("-rank").values_list("pk", flat=True))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    people, homes, levels, leads, times, bosses = columns
    used = set(levels)
    return make_roster(
        people,
        homes,
        levels,
        bosses,
        level_order=[level for level in ladder if level in used],
        leaders=list(leads),
        fte=[time / 100 for time in times],
    )


def for_the_ledger(roster: Roster) -> shares.Roster:
    """The same people with their department, as `social.analytics` freezes them."""
    cells = [f"{DEPARTMENT}:{home}" for home in roster.departments]
    return shares.Roster(
        tuple(int(key) for key in roster.keys),
        {DEPARTMENT: tuple(cells[home] for home in roster.department)},
    )


def flags(roster: Roster, people: Iterable[int]) -> Bools:
    """Which of the roster are among these people."""
    chosen = set(people)
    return np.array([key in chosen for key in roster.keys], dtype=np.bool_)
