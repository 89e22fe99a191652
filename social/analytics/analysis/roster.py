"""The people who count in a period, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from social.analytics.analysis.arrays import Bools, Floats, Ints, bools, floats, ints

NOWHERE = ""  # the cell of people without a department: kept, so that no remainder goes unprotected


@dataclass(frozen=True, slots=True)
class Roster:
    """One position per person. `level` 0 is the top; -1 means not known."""

    keys: tuple[Any, ...]
    department: Ints
    departments: tuple[Any, ...]
    level: Ints
    levels: tuple[Any, ...]
    manager: Ints
    leader: Bools
    fte: Floats

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def index(self) -> dict[Any, int]:
        """Position by key."""
        return {key: position for position, key in enumerate(self.keys)}

    def subset(self, keep: Bools) -> Roster:
        """The same roster with only some people; managers who are left out become unknown."""
        chosen = np.flatnonzero(keep)
        moved = np.full(len(self) + 1, -1, dtype=np.int64)
        moved[chosen] = np.arange(len(chosen))
        return Roster(
            keys=tuple(self.keys[position] for position in chosen),
            department=self.department[chosen],
            departments=self.departments,
            level=self.level[chosen],
            levels=self.levels,
            manager=moved[self.manager[chosen]],
            leader=self.leader[chosen],
            fte=self.fte[chosen],
        )


def make_roster(
    keys: Sequence[Any],
    departments: Sequence[Any] | None = None,
    levels: Sequence[Any] | None = None,
    managers: Sequence[Any] | None = None,
    *,
    level_order: Sequence[Any] = (),
    leaders: Sequence[bool] | None = None,
    fte: Sequence[float] | None = None,
) -> Roster:
    """Number departments and levels; missing columns become unknown, missing FTE a full post."""
    size = len(keys)
    index = {key: position for position, key in enumerate(keys)}
    homes = [NOWHERE if home in (None, "") else home for home in departments or [NOWHERE] * size]
    names = tuple(sorted(set(homes), key=str))
    number = {name: position for position, name in enumerate(names)}
    steps = list(levels or [None] * size)
    order = tuple(level_order) or tuple(sorted({s for s in steps if s not in (None, "")}, key=str))
    step_number = {step: position for position, step in enumerate(order)}
    level = ints([step_number.get(step, -1) for step in steps])
    return Roster(
        keys=tuple(keys),
        department=ints([number[home] for home in homes]),
        departments=names,
        level=level,
        levels=order,
        manager=ints([index.get(boss, -1) for boss in managers or [None] * size]),
        leader=bools(leaders) if leaders is not None else level == 0,
        fte=floats(fte) if fte is not None else np.ones(size),
    )
