"""Plan a team of volunteers and compare it honestly with simpler ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from social.analytics.analysis import fairness
from social.analytics.analysis.fairness import GroupRate
from social.analytics.analysis.planner import Plan, Wishes, most_by, plan_team, reached, tie_chances
from social.analytics.analysis.reach import random_teams
from social.analytics.analysis.ties import active_people, degree, mutual_ties
from social.analytics.record.present import Present, persistence_of, present
from social.community.models import Ambassador
from social.people.models import Department, Level, User

DRAWS = 100


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the team; shares of active people."""

    person: User
    adds: float
    loses: float


@dataclass(frozen=True, slots=True)
class Group:
    """A department or level with how much of it the team reaches; None below the minimum."""

    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The team with its reach and the simple alternatives from the same volunteers."""

    plan: Plan
    members: list[Member]
    departments: list[Group]
    levels: list[Group]
    contacts: float
    volume: float
    random: float
    working_time: float


def volunteers_mask(now: Present) -> np.ndarray:
    """Which of the roster are candidates today."""
    people = set(
        Ambassador.objects.current().filter(is_candidate=True).values_list("person_id", flat=True)
    )
    return np.array([key in people for key in now.roster.keys], dtype=np.bool_)


def propose(size: int, wishes: Wishes, least_people: int) -> Proposal:
    """Plan among today's volunteers on the last 90 days."""
    now = present()
    pool = volunteers_mask(now)
    active = active_people(now.counts)
    chances = persistence_of(now)
    place = now.roster.index
    wishes = Wishes(
        size=size,
        per_department=wishes.per_department,
        every_level=wishes.every_level,
        include=tuple(place[key] for key in wishes.include if key in place),
        exclude=tuple(place[key] for key in wishes.exclude if key in place),
        style=wishes.style,
    )
    plan = plan_team(now.counts, now.roster, pool, active, chances, wishes)
    matrix = tie_chances(now.counts, now.roster, chances)

    def share(team: object) -> float:
        found = reached(matrix, list(team), len(now.roster))  # type: ignore[call-overload]
        return float(found[active].sum() / max(active.sum(), 1))

    many = len(plan.members)
    contacts = degree(mutual_ties(now.counts)).astype(np.float64)
    volume = np.asarray(now.counts.sum(axis=1)).ravel()
    draws = random_teams(np.flatnonzero(pool), many, DRAWS, seed=1) if pool.any() else []
    people = User.objects.for_byline().in_bulk([now.roster.keys[one] for one in plan.members])
    return Proposal(
        plan=plan,
        members=[
            Member(people[now.roster.keys[one]], gain, loss)
            for one, gain, loss in zip(plan.members, plan.gains, plan.losses, strict=True)
        ],
        departments=_groups(
            now.roster.departments,
            now.roster.department,
            plan.by_department,
            Department,
            least_people,
        ),
        levels=_groups(now.roster.levels, now.roster.level, plan.by_level, Level, least_people),
        contacts=share(most_by(contacts, pool, many)),
        volume=share(most_by(volume, pool, many)),
        random=float(np.mean([share(team) for team in draws])) if draws else 0.0,
        working_time=float(now.roster.fte[list(plan.members)].sum()) if many else 0.0,
    )


def _groups(
    keys: tuple, group: np.ndarray, shares: np.ndarray, model: type, least: int
) -> list[Group]:
    """Names with shares; small groups, and the next smallest when only one is, are hidden."""
    sizes = np.bincount(group[group >= 0], minlength=len(keys))
    names = model.objects.in_bulk([key for key in keys if key])  # type: ignore[attr-defined]
    shown = fairness.shown_groups(sizes, least)
    return [
        Group(
            str(names[key]), float(shares[at]) if at in shown and shares[at] == shares[at] else None
        )
        for at, key in enumerate(keys)
        if key in names
    ]


@dataclass(frozen=True, slots=True)
class Panel:
    """Rates by one way of dividing people."""

    name: str
    rows: list[tuple[str, GroupRate]]


def fairness_panels(least_people: int) -> dict[str, list[Panel]]:
    """Who volunteers and who is appointed, by level, department size, working time, place."""
    people = list(
        User.objects.active().values_list(
            "pk", "level__name", "department_id", "working_time", "location__name"
        )
    )
    current = dict(Ambassador.objects.current().values_list("person_id", "appointed_on"))
    sizes: dict[int | None, int] = {}
    for _pk, _level, department, _time, _place in people:
        sizes[department] = sizes.get(department, 0) + 1
    columns = {
        "level": [row[1] or "–" for row in people],
        "size": [_size_class(sizes[row[2]]) for row in people],
        "time": ["full" if row[3] >= 100 else "part" for row in people],
        "place": [row[4] or "–" for row in people],
    }
    chosen = {
        "volunteers": np.array([row[0] in current for row in people], dtype=np.bool_),
        "appointed": np.array([current.get(row[0]) is not None for row in people], dtype=np.bool_),
    }
    return {
        what: [_panel(name, column, mask, least_people) for name, column in columns.items()]
        for what, mask in chosen.items()
    }


def _size_class(size: int) -> str:
    return "1–9" if size < 10 else "10–29" if size < 30 else "30+"


def _panel(name: str, column: list[str], mask: np.ndarray, least: int) -> Panel:
    labels = sorted(set(column))
    number = {label: at for at, label in enumerate(labels)}
    group = np.array([number[label] for label in column], dtype=np.int64)
    rows = fairness.rates(group, len(labels), mask, least)
    return Panel(name, [(labels[rate.group], rate) for rate in rows])
