"""Whether all numbers that were told of the same people, month after month, name a small group.

Each share of people is about sets of them: who wrote, who read, who wrote the month before. Sets lie
in each other (who came back has written), and last month's authors are those of whom last month's
number spoke. Everybody lies in one atom: a combination of the groups of all months. Each set has one
variable an atom; linear programming tells the least and the greatest number for every atom and
hidden cell of fewer than ten people.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from social.analytics.audit import Bound, Moment, any_exact, named
from social.analytics.figures import DEPARTMENT, EVERYONE, Ratio
from social.analytics.shares import ABOUT, STEP, UNDER, Design, Published, Roster, Share
from social.analytics.suppression import LEGAL_CONTRIBUTORS, LEGAL_PEOPLE

# Who is in the first is in the second, too.
WITHIN = (
    ("both", "before"),
    ("both", "wrote"),
    ("near", "two"),
    ("two", "staff"),
    ("staff", "active"),
    ("known", "active"),
)
# Of people who were here in both months: the set of a month, and that of the month before.
SAME = (("before", "wrote"),)
LEAST_HIDDEN = 2
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a roster by one release; `ratios` are those of its parts that are of people."""

    cells: Sequence[Published]
    ratios: Mapping[str, Ratio]


@dataclass(frozen=True, slots=True)
class Month:
    """All that was told of the people of a month."""

    roster: Roster
    told: Sequence[Told]


def named_together(months: Sequence[Month]) -> bool:
    """Whether what was told of these months, one after the other, tells too much."""
    if not months:
        return False
    last = months[-1]
    if any(not _keeps_rules(last.roster, told.cells) for told in last.told):
        return True
    if any(_named_alone(last.roster, table) for told in last.told for table in _plain(told)):
        return True
    return _Sets(months).names_somebody()


def _keeps_rules(roster: Roster, cells: Sequence[Published]) -> bool:
    """Shown groups have ten people; hidden ones are none, or two that have ten together."""
    sizes = Counter(roster.tables[DEPARTMENT])
    for part in dict.fromkeys(cell.part for cell in cells):
        table = [c for c in cells if c.part == part and c.table == DEPARTMENT]
        shown = [sizes[cell.group] for cell in table if cell.is_shown]
        hidden = [sizes[cell.group] for cell in table if not cell.is_shown and sizes[cell.group]]
        if any(size < LEGAL_PEOPLE for size in shown):
            return False
        if shown and hidden and (len(hidden) < LEAST_HIDDEN or sum(hidden) < LEGAL_PEOPLE):
            return False
    return True


def _plain(told: Told) -> Iterator[list[Published]]:
    """Parts that say how many of everybody did it."""
    for part, ratio in told.ratios.items():
        if ratio.cases == EVERYONE:
            yield [c for c in told.cells if c.part == part and c.table in ("", DEPARTMENT)]


def _named_alone(roster: Roster, cells: list[Published]) -> bool:
    """The audit of a page's reach, which also knows why a cell is hidden."""
    return named(roster, Design((DEPARTMENT,)), [Moment(cells)])


class _Sets:
    """The sets of people that were told of, atom by atom, and what is known of them."""

    def __init__(self, months: Sequence[Month]) -> None:
        self.months = months
        places: dict[int, list[str | None]] = defaultdict(lambda: [None] * len(months))
        for at, month in enumerate(months):
            column = month.roster.tables[DEPARTMENT]
            for person, group in zip(month.roster.people, column, strict=True):
                places[person][at] = group
        found = Counter(map(tuple, places.values()))
        self.atoms = sorted(found, key=str)
        self.sizes = [found[atom] for atom in self.atoms]
        self.limits: list[int] = []
        self._at: dict[tuple[int, str, int], int] = {}
        self.bounds: list[Bound] = []
        for at, month in enumerate(months):
            for told in month.told:
                self._note(at, told)
        self._relate()

    def _variable(self, month: int, name: str, atom: int) -> int:
        key = (month, name, atom)
        if key not in self._at:
            self._at[key] = len(self.limits)
            self.limits.append(self.sizes[atom])
        return self._at[key]

    def _members(self, month: int, group: str | None) -> list[int]:
        """Atoms of a group of a month, or of everybody who was there."""
        return [
            n
            for n, atom in enumerate(self.atoms)
            if (atom[month] == group if group is not None else atom[month] is not None)
        ]

    def _note(self, month: int, told: Told) -> None:
        for cell in told.cells:
            ratio = told.ratios.get(cell.part)
            if ratio is None or cell.share is None or cell.table not in ("", DEPARTMENT):
                continue
            atoms = self._members(month, cell.group if cell.table else None)
            self.bounds += self._bounds(month, ratio, cell.share, atoms)

    def _bounds(
        self, month: int, ratio: Ratio, share: Share, atoms: Sequence[int]
    ) -> Iterator[Bound]:
        hits = tuple(self._variable(month, ratio.hits, n) for n in atoms)
        if ratio.cases == EVERYONE:
            few, many = share.hits(sum(self.sizes[n] for n in atoms))
            yield Bound(hits, max(few, LEGAL_CONTRIBUTORS), many)
            return
        cases = tuple(self._variable(month, ratio.cases, n) for n in atoms)
        low, high = _ends(share)
        ones = (1.0,) * len(atoms)
        yield Bound(hits + cases, 0, math.inf, ones + (-low,) * len(atoms))
        yield Bound(hits + cases, -math.inf, 0, ones + (-high,) * len(atoms))
        least = hits if ratio.least == ratio.hits else cases
        yield Bound(least, LEGAL_CONTRIBUTORS, math.inf)

    def _relate(self) -> None:
        known = {(month, name) for month, name, _atom in self._at}
        for month, small in sorted(known):
            for inner, outer in WITHIN:
                if inner == small and (month, outer) in known:
                    for n in self._members(month, None):
                        pair = (self._variable(month, small, n), self._variable(month, outer, n))
                        self.bounds.append(Bound(pair, -math.inf, 0, (1.0, -1.0)))
            for now, then in SAME:
                if now == small and (month - 1, then) in known:
                    for n in set(self._members(month, None)) & set(self._members(month - 1, None)):
                        pair = (self._variable(month, now, n), self._variable(month - 1, then, n))
                        self.bounds.append(Bound(pair, 0, 0, (1.0, -1.0)))

    def names_somebody(self) -> bool:
        return bool(self.limits) and any_exact(self.limits, self.bounds, list(self._targets()))

    def _targets(self) -> Iterator[tuple[int, ...]]:
        """Each set in each atom, and in each group of a month, of fewer than ten people."""
        names = sorted({(month, name) for month, name, _atom in self._at})
        for month, name in names:
            groups: set[tuple[int, ...]] = {(n,) for n in self._members(month, None)}
            groups |= {
                tuple(self._members(month, group))
                for group in {a[month] for a in self.atoms} - {None}
            }
            for group in sorted(groups):
                if sum(self.sizes[n] for n in group) < LEGAL_PEOPLE:
                    yield tuple(self._variable(month, name, n) for n in group)


def _ends(share: Share) -> tuple[float, float]:
    """Between what the share itself lies, as a part of one."""
    if share.kind == ABOUT:
        return (share.percent - STEP / 2) / 100, (share.percent + STEP / 2) / 100
    return (0.0, share.percent / 100) if share.kind == UNDER else (share.percent / 100, 1.0)
