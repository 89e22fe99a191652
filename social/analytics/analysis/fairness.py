"""Do some groups volunteer or get chosen less often? A prompt to look, not a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from social.analytics.analysis.arrays import Bools, Ints

FOUR_FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class GroupRate:
    """Rates in one group; None below the minimum or after secondary suppression."""

    group: int
    people: int
    rate: float | None
    below_four_fifths: bool = False


def rates(group: Ints, groups: int, chosen: Bools, fewest: int = 10) -> list[GroupRate]:
    """Share chosen in each group, against the highest rate shown; group -1 is left out.

    Groups of fewer than `fewest` people are hidden, and the next smallest when that is only one.
    """
    people = np.bincount(group[group >= 0], minlength=groups)
    picked = np.bincount(group[group >= 0], weights=chosen[group >= 0], minlength=groups)
    shown = shown_groups(people, fewest)
    share = {one: float(picked[one] / people[one]) for one in shown}
    best = max(share.values(), default=0.0)
    return [
        GroupRate(
            group=one,
            people=int(people[one]),
            rate=share.get(one),
            below_four_fifths=one in share and share[one] < FOUR_FIFTHS * best,
        )
        for one in range(groups)
        if people[one]
    ]


def shown_groups(people: Sequence[int] | Ints, fewest: int) -> set[int]:
    order = sorted((int(many), one) for one, many in enumerate(people) if many)
    small = [entry for entry in order if entry[0] < fewest]
    large = order[len(small) :]
    while large and small and (len(small) == 1 or sum(many for many, _ in small) < fewest):
        small.append(large.pop(0))
    return {one for _, one in large}
