"""Choose a set of volunteers that together reach the most colleagues.

Greedy maximum coverage (Nemhauser 1978) on the expected number of people who will have at least
one mutual contact in the team, each tie weighted by its chance of lasting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Bools, Floats, Ints, Sparse
from social.analytics.analysis.persistence import Persistence
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.ties import mutual_ties, values_at

LARGE_FIRM = 500
SMALL_TEAM = 5
_TILT = 0.5


class Style(StrEnum):
    """Bridging suits big changes, cohesive small ones (Battilana & Casciaro 2013)."""

    EVEN = "even"
    BRIDGING = "bridging"
    COHESIVE = "cohesive"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the community manager asks of the team."""

    size: int = 10
    per_department: int | None = 2
    every_level: bool = True
    include: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    style: Style = Style.EVEN


@dataclass(frozen=True, slots=True)
class Plan:
    """A team with what each member adds (in the order of choice) and what their leaving costs.

    Shares of active people, in expectation.
    """

    members: tuple[int, ...]
    coverage: float
    gains: tuple[float, ...]
    losses: tuple[float, ...]
    by_department: Floats
    by_level: Floats
    missing_levels: tuple[int, ...] = ()
    contacts_do_as_well: bool = False


@dataclass
class _Choice:
    """The state of a greedy run."""

    roster: Roster
    wishes: Wishes
    pool: Ints
    chosen: list[int] = field(default_factory=list)

    def levels_missing(self) -> set[int]:
        wanted = {int(level) for level in self.roster.level[self.pool] if level >= 0}
        return wanted - {int(self.roster.level[one]) for one in self.chosen}

    def allowed(self) -> Bools:
        """Who of the pool may come next under the constraints."""
        free = ~np.isin(self.pool, self.chosen) & self._has_room(self.pool)
        missing = self.levels_missing() if self.wishes.every_level else set()
        if missing and self.wishes.size - len(self.chosen) <= len(missing):
            free &= np.isin(self.roster.level[self.pool], list(missing))
        for level in missing:
            free &= self._leaves_room_for(level, free)
        return free

    def _has_room(self, people: Ints) -> Bools:
        if self.wishes.per_department is None:
            return np.ones(len(people), dtype=np.bool_)
        home = self.roster.department
        taken = np.bincount(home[self.chosen], minlength=len(self.roster.departments))
        return (taken < self.wishes.per_department)[home[people]]

    def _leaves_room_for(self, level: int, free: Bools) -> Bools:
        """False for whoever would take the last place in the only departments with that level."""
        home = self.roster.department[self.pool]
        bearer = self.roster.level[self.pool] == level
        homes = np.unique(home[free & bearer])
        taken = np.bincount(
            self.roster.department[self.chosen], minlength=len(self.roster.departments)
        )
        limit = self.wishes.per_department
        if limit is None or len(homes) != 1 or taken[homes[0]] < limit - 1:
            return np.ones(len(self.pool), dtype=np.bool_)
        return bearer | (home != homes[0])


def tie_chances(counts: Sparse, roster: Roster, persistence: Persistence) -> Sparse:
    """p_ij of every mutual tie; a part-timer's counts are read as if in a full post."""
    return persistence.weights(_at_full_post(counts, roster.fte))


def _at_full_post(counts: Sparse, fte: Floats) -> Sparse:
    scale = sparse.diags(1 / np.clip(fte, 0.2, 1))
    return (scale @ counts @ scale).tocsr()


def styled(chances: Sparse, counts: Sparse, roster: Roster, style: Style) -> Sparse:
    """Half weight for ties inside the department (bridging) or without a shared contact (cohesive)."""
    if style is Style.EVEN:
        return chances
    ends = chances.tocoo()
    if style is Style.BRIDGING:
        full = roster.department[ends.row] != roster.department[ends.col]
    else:
        ties = mutual_ties(counts)
        shared = ties.multiply(ties @ ties).tocsr()
        full = values_at(shared, ends.row, ends.col) > 0
    weights = np.where(full, 1.0, _TILT)
    return sparse.csr_matrix((ends.data * weights, (ends.row, ends.col)), shape=chances.shape)


def plan_team(
    counts: Sparse,
    roster: Roster,
    volunteers: Bools,
    active: Bools,
    persistence: Persistence,
    wishes: Wishes,
) -> Plan:
    """The greedy team of volunteers; fewer than asked when the constraints leave nobody."""
    chances = tie_chances(counts, roster, persistence)
    steering = styled(chances, counts, roster, wishes.style)
    barred = np.isin(np.arange(len(roster)), wishes.exclude)
    choice = _Choice(roster, wishes, np.flatnonzero(volunteers & ~barred).astype(np.int64))
    left = active.astype(np.float64)  # chance of not being reached yet, among active people
    welcome = set(choice.pool.tolist())
    for person in wishes.include[: wishes.size]:
        if person in welcome and person not in choice.chosen:
            _take(choice, person, steering, left)
    while len(choice.chosen) < wishes.size and len(choice.pool):
        allowed = choice.allowed()
        if not allowed.any():
            break
        gain = steering[choice.pool] @ left + left[choice.pool]
        best = int(choice.pool[np.argmax(np.where(allowed, gain, -1.0))])
        _take(choice, best, steering, left)
    return _describe(choice, chances, active)


def _take(choice: _Choice, person: int, steering: Sparse, left: Floats) -> None:
    row = steering[person]
    left[row.indices] *= 1 - row.data
    left[person] = 0
    choice.chosen.append(person)


def reached(chances: Sparse, team: Sequence[int], size: int) -> Floats:
    """Chance of each person to have a lasting contact in the team (members count as reached)."""
    missed = np.ones(size)
    for person in team:
        row = chances[person]
        missed[row.indices] *= 1 - row.data
    missed[list(team)] = 0
    return 1 - missed


def _describe(choice: _Choice, chances: Sparse, active: Bools) -> Plan:
    roster, team = choice.roster, choice.chosen
    people = max(int(active.sum()), 1)

    def share(members: Sequence[int]) -> float:
        return float(reached(chances, members, len(roster))[active].sum() / people)

    steps = [share(team[:many]) for many in range(len(team) + 1)]
    now = reached(chances, team, len(roster))
    known = active & (roster.level >= 0)
    missing = choice.levels_missing() if choice.wishes.every_level else set()
    return Plan(
        members=tuple(team),
        coverage=steps[-1],
        gains=tuple(after - before for before, after in zip(steps, steps[1:], strict=False)),
        losses=tuple(steps[-1] - share([o for o in team if o != one]) for one in team),
        by_department=_mean_by(roster.department, now, active, len(roster.departments)),
        by_level=_mean_by(roster.level, now, known, len(roster.levels)),
        missing_levels=tuple(sorted(missing)),
        contacts_do_as_well=choice.wishes.size <= SMALL_TEAM and people >= LARGE_FIRM,
    )


def _mean_by(group: Ints, values: Floats, keep: Bools, groups: int) -> Floats:
    total = np.bincount(group[keep], weights=values[keep], minlength=groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / np.bincount(group[keep], minlength=groups)


def most_by(values: Floats, pool: Bools, size: int) -> list[int]:
    """The people of the pool with the highest values (the simple alternative)."""
    candidates = np.flatnonzero(pool)
    order = np.argsort(-values[candidates], kind="stable")
    return [int(person) for person in candidates[order[:size]]]
