"""Whether all that was published of an event, taken together, tells a small group exactly.

Everybody who counts lies in one atom: a combination of the published groups. Each published
number bounds a sum of atoms; linear programming gives the least and the greatest number for
each group of fewer than ten people. Where both are the same, the group is named.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from social.analytics.shares import Design, Published, Roster
from social.analytics.suppression import FIRM, LEGAL_CONTRIBUTORS, LEGAL_PEOPLE

LOOKS, SEED, CLOSE = 4, 1, 1e-6
FEW = HARDLY = LEGAL_CONTRIBUTORS - 1  # a change of so many people is not told
MOST_WORLDS = 64


@dataclass(frozen=True, slots=True)
class Bound:
    """A sum of some variables, each as often as `weights` say, and between what it lies."""

    variables: tuple[int, ...]
    low: float
    high: float
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What was published of a roster at one time."""

    cells: Sequence[Published]
    is_change_told: bool | None = None  # None: nothing was shown before


class Atoms:
    """People by the combination of their groups in all published tables."""

    def __init__(self, roster: Roster, tables: Sequence[str]) -> None:
        columns = [roster.tables[table] for table in tables]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(roster)
        found = Counter(keys)
        self.tables = list(tables)
        self.keys = sorted(found)
        self.sizes = [found[key] for key in self.keys]

    def of(self, table: str, group: str) -> tuple[int, ...]:
        """The atoms of a published group."""
        if group == FIRM and not table:
            return tuple(range(len(self.keys)))
        at = self.tables.index(table)
        return tuple(n for n, key in enumerate(self.keys) if key[at] == group)

    def people(self, atoms: Iterable[int]) -> int:
        return sum(self.sizes[n] for n in atoms)


def named(roster: Roster, design: Design, moments: Sequence[Moment]) -> bool:
    """Whether what was published at these moments, of things that only grow, tells what a group
    of fewer than ten people did. Why a cell is hidden is part of what is known.
    """
    if not any(cell.share for moment in moments for cell in moment.cells):
        return False
    atoms = Atoms(roster, design.tables)
    targets, limits = _targets(atoms, moments), _limits(atoms, moments)
    if not targets:
        return False
    sure = _bounds(atoms, moments)
    worlds = 0
    for reasons in _reasons(atoms, design, moments):
        bounds = [*sure, *reasons]
        if not _is_possible(limits, bounds):
            continue
        worlds += 1
        if not any_exact(limits, bounds, targets):
            return False  # a world that nobody can rule out, in which nothing is exact
    return bool(worlds) or any_exact(limits, sure, targets)


def _limits(atoms: Atoms, moments: Sequence[Moment]) -> list[int]:
    """The greatest value of each variable: who did it by the first moment, then who since."""
    return atoms.sizes * len(moments)


def _until(atoms: Sequence[int], moment: int, count: int) -> tuple[int, ...]:
    """The variables that add up to what these atoms did until a moment."""
    return tuple(atom + step * count for step in range(moment + 1) for atom in atoms)


def _bounds(atoms: Atoms, moments: Sequence[Moment]) -> list[Bound]:
    count, found = len(atoms.keys), []
    for at, moment in enumerate(moments):
        for cell in moment.cells:
            group = atoms.of(cell.table, cell.group)
            if cell.share is not None and not cell.is_unchanged:
                low, high = cell.share.hits(atoms.people(group))
                low = max(low, LEGAL_CONTRIBUTORS)  # or it would not have been shown
                found.append(Bound(_until(group, at, count), low, high))
            if at and not cell.table and moment.is_change_told is not None:
                told = moment.is_change_told
                new = tuple(atom + at * count for atom in group)
                found.append(Bound(new, HARDLY + 1 if told else 0, math.inf if told else HARDLY))
    if len(moments) > 1:
        last = len(moments) - 1
        found += [Bound(_until([n], last, count), 0, size) for n, size in enumerate(atoms.sizes)]
    return found


def _reasons(atoms: Atoms, design: Design, moments: Sequence[Moment]) -> Iterator[list[Bound]]:
    """Ways in which the hidden cells of ten people or more may have come to be hidden, the
    likeliest first: fewer than five did it, or they were hidden beside a smaller cell.

    Whoever knows the rules knows that the smallest of those that pass are hidden first.
    """
    count = len(atoms.keys)
    choices: list[list[list[Bound]]] = []
    for at, moment in enumerate(moments):
        for table in dict.fromkeys(cell.table for cell in moment.cells):
            cells = [cell for cell in moment.cells if cell.table == table]
            for family in _families(atoms, design, table, cells, moment):
                ways = []
                for few, enough in islice(_ways(atoms, family), MOST_WORLDS):
                    low = [Bound(_until(atoms.of(*c), at, count), 0, FEW) for c in few]
                    high = [
                        Bound(_until(atoms.of(*c), at, count), LEGAL_CONTRIBUTORS, math.inf)
                        for c in enough
                    ]
                    ways.append([*low, *high])
                choices.append(ways)
    for chosen in islice(product(*choices), MOST_WORLDS):
        yield [bound for bounds in chosen for bound in bounds]


Name = tuple[str, str]


def _families(
    atoms: Atoms, design: Design, table: str, cells: Sequence[Published], moment: Moment
) -> Iterator[list[Published]]:
    """Cells that were hidden for each other: of a table, or below one shown cell."""
    parent = design.parent_of(table)
    if not parent or parent not in atoms.tables:
        yield list(cells)
        return
    shown = {cell.group for cell in moment.cells if cell.table == parent and cell.share}
    at, above = atoms.tables.index(table), atoms.tables.index(parent)
    for head in sorted(shown):
        inside = {key[at] for key in atoms.keys if key[above] == head}
        yield [cell for cell in cells if cell.group in inside]


def _ways(
    atoms: Atoms, family: Sequence[Published]
) -> Iterator[tuple[tuple[Name, ...], tuple[Name, ...]]]:
    """(cells with few, cells with enough) among those hidden, as the rule may have had it."""

    def order(name: Name) -> tuple[int, str]:
        return atoms.people(atoms.of(*name)), name[1]

    hidden = [(cell.table, cell.group) for cell in family if cell.share is None]
    large = sorted((n for n in hidden if order(n)[0] >= LEGAL_PEOPLE), key=order)
    first = min(
        (order((cell.table, cell.group)) for cell in family if cell.share is not None),
        default=None,
    )
    # What is larger than a shown cell was not hidden beside another: few did it. Each way is made when
    # it is asked for: of thirty hidden cells there would be a billion.
    sure = [name for name in large if first is not None and order(name) >= first]
    open_ = [name for name in large if name not in sure]
    for many in range(len(open_) + 1):
        for more in combinations(open_, many):
            few = (*more, *sure)
            enough = tuple(name for name in large if name not in few)
            if not large or few or len(large) < len(hidden):
                yield few, enough


def _targets(atoms: Atoms, moments: Sequence[Moment]) -> list[tuple[int, ...]]:
    """Groups of fewer than ten people: atoms and hidden cells, at each moment and between."""
    small: set[tuple[int, ...]] = {
        (n,) for n, size in enumerate(atoms.sizes) if size < LEGAL_PEOPLE
    }
    for moment in moments:
        for cell in moment.cells:
            group = atoms.of(cell.table, cell.group)
            if cell.share is None and atoms.people(group) < LEGAL_PEOPLE:
                small.add(group)
    count = len(atoms.keys)
    found = [_until(group, at, count) for group in small for at in range(len(moments))]
    between = [
        tuple(atom + at * count for atom in group)
        for group in small
        for at in range(1, len(moments))
    ]
    return found + between


# Linear programming ---------------------------------------------------------------------------


class _Programme:
    """The same bounds with one aim after another."""

    def __init__(self, limits: Sequence[int], bounds: Sequence[Bound]) -> None:
        self.limits = limits
        rows: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        most: list[float] = []
        for bound in bounds:
            for sign, limit in ((1.0, bound.high), (-1.0, -bound.low)):
                if math.isfinite(limit):
                    rows += [len(most)] * len(bound.variables)
                    columns += bound.variables
                    signs += [sign * w for w in bound.weights or (1.0,) * len(bound.variables)]
                    most.append(limit)
        shape = (len(most), len(limits))
        self.matrix = csr_matrix((signs, (rows, columns)), shape=shape) if most else None
        self.most = most or None

    def least(self, aim: np.ndarray) -> np.ndarray | None:
        """A point at which the aim is least; None where the bounds contradict each other."""
        found = linprog(
            aim,
            A_ub=self.matrix,
            b_ub=self.most,
            bounds=[(0, limit) for limit in self.limits],
            method="highs",
        )
        return None if found.x is None else np.asarray(found.x)


def _is_possible(limits: Sequence[int], bounds: Sequence[Bound]) -> bool:
    return _Programme(limits, bounds).least(np.zeros(len(limits))) is not None


def any_exact(
    limits: Sequence[int], bounds: Sequence[Bound], targets: Sequence[tuple[int, ...]]
) -> bool:
    """Whether some target can have one whole number only.

    A few random aims show most targets to be open; only the rest are asked one by one.
    """
    programme, size = _Programme(limits, bounds), len(limits)
    aims = np.random.default_rng(SEED).normal(size=(LOOKS, size))
    points = [p for aim in (*aims, *-aims) if (p := programme.least(aim)) is not None]
    if not points:
        return False
    seen = np.array(points)
    for target in targets:
        sums = seen[:, list(target)].sum(axis=1)
        if _whole_numbers(sums.min(), sums.max()) > 1:
            continue
        aim = np.zeros(size)
        aim[list(target)] = 1.0
        low, high = programme.least(aim), programme.least(-aim)
        if low is None or high is None:
            continue
        if _whole_numbers(float(aim @ low), float(aim @ high)) <= 1:
            return True
    return False


def _whole_numbers(low: float, high: float) -> int:
    return math.floor(high + CLOSE) - math.ceil(low - CLOSE) + 1
