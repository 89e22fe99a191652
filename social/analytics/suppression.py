"""What may be shown: minimum people, minimum contributors, dominance, secondary suppression.

A hidden cell has no value at all: it is dropped here, before anything is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LEGAL_PEOPLE = 10
LEGAL_CONTRIBUTORS = 5
LEGAL_DOMINANCE = 0.5
FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits of a shown cell. They can be made stricter, never looser."""

    people: int = LEGAL_PEOPLE
    contributors: int = LEGAL_CONTRIBUTORS
    dominance: float = LEGAL_DOMINANCE

    def __post_init__(self) -> None:
        loose = (
            self.people < LEGAL_PEOPLE
            or self.contributors < LEGAL_CONTRIBUTORS
            or self.dominance > LEGAL_DOMINANCE
        )
        if loose:
            raise ValueError(
                f"Privacy limits can only be stricter than {LEGAL_PEOPLE} people, "
                f"{LEGAL_CONTRIBUTORS} contributors and {LEGAL_DOMINANCE:.0%} of the volume."
            )


@dataclass(frozen=True, slots=True)
class Side:
    """Who contributed at one end of what a cell counts, and how much the largest of them."""

    contributors: int
    volume: float
    largest: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One number about a group. `volume` and `largest` serve the dominance rule only.

    `value` is None when there was nothing to count or the cell is suppressed. What happens between
    two groups is about both of them: `facing` is the other end, and has to pass as well.
    """

    cell: str
    value: float | None
    people: int
    contributors: int
    volume: float = 0.0
    largest: float = 0.0
    low: float | None = None
    high: float | None = None
    part: str = ""
    suppressed: bool = False
    facing: Side | None = None

    @property
    def dominance(self) -> float:
        """Share of the largest contributor; 0 where the notion does not apply."""
        return self.largest / self.volume if self.volume else 0.0

    def hidden(self) -> Cell:
        """The same cell with everything but its name and headcount forgotten."""
        return Cell(self.cell, None, 0, 0, part=self.part, suppressed=True)


@dataclass(frozen=True, slots=True)
class Minimum:
    """What one metric asks beyond the general rule."""

    contributors: int = 0
    items: int = 0
    hidden: int = 2  # hidden cells of a table, when there are any
    rows: bool = False  # each group's value is an equation about its row of the table


def passes(cell: Cell, rule: Rule, minimum: Minimum = Minimum()) -> bool:
    """Whether the cell alone may be shown."""
    return (
        cell.value is not None
        and cell.value == cell.value  # not NaN
        and cell.people >= rule.people
        and cell.contributors >= max(rule.contributors, minimum.contributors)
        and cell.volume >= minimum.items
        and cell.dominance <= rule.dominance
        and (cell.facing is None or _side_passes(cell.facing, rule))
    )


def _side_passes(side: Side, rule: Rule) -> bool:
    return side.contributors >= rule.contributors and side.largest <= rule.dominance * side.volume


def _union(cells: Sequence[Cell]) -> Cell:
    return Cell(
        "",
        0.0,
        sum(cell.people for cell in cells),
        sum(cell.contributors for cell in cells),
        sum(cell.volume for cell in cells),
        max((cell.largest for cell in cells), default=0.0),
        facing=union_of_sides([cell.facing for cell in cells if cell.facing]),
    )


def union_of_sides(sides: Sequence[Side]) -> Side | None:
    """The same people may stand at the other end of every cell: the least that is certain."""
    if not sides:
        return None
    return Side(
        max(side.contributors for side in sides),
        sum(side.volume for side in sides),
        sum(side.largest for side in sides),
    )


def protect(cells: Sequence[Cell], rule: Rule, minimum: Minimum = Minimum()) -> list[Cell]:
    """Hide what fails, then as many of the smallest others as it takes.

    The whole minus what is shown must again be a cell that could be shown: the hidden cells of
    each part are at least two and together pass the rule, whenever the whole is shown.
    """
    result: list[Cell] = []
    for part in dict.fromkeys(cell.part for cell in cells):
        table = [cell for cell in cells if cell.part == part]
        result += _protect_table(table, rule, minimum)
    return result


def _protect_table(table: Sequence[Cell], rule: Rule, minimum: Minimum) -> list[Cell]:
    whole = [cell for cell in table if cell.cell == FIRM]
    parts = [cell for cell in table if cell.cell != FIRM]
    open_ = sorted(
        (cell for cell in parts if passes(cell, rule, minimum)),
        key=lambda cell: (cell.people, cell.cell),
    )
    shut = [cell for cell in parts if not passes(cell, rule, minimum)]
    # The whole less the shown cells is the sum of the hidden ones. So it does not do to hide what
    # fails: from the smallest up, good cells are hidden too, until those hidden are enough and
    # their sum could be shown itself.
    # Hidden cells that nobody is in reveal nothing and hide nothing: they do not count.
    peopled = [cell for cell in shut if cell.people]
    count, together = len(peopled), _union(peopled)
    for cell in open_:
        if not count or (count >= minimum.hidden and passes(together, rule)):
            break
        shut.append(cell)
        if cell.people:
            count, together = count + 1, _union([together, cell])
    names = {cell.cell for cell in shut}
    names |= {cell.cell for cell in whole if not passes(cell, rule, minimum)}
    return [cell.hidden() if cell.cell in names else cell for cell in table]


def rounded(cell: Cell, *, share: bool) -> Cell:
    """Shares as whole percentages, other values to one decimal."""
    digits = 2 if share else 1

    def cut(value: float | None) -> float | None:
        return None if value is None or value != value else round(value, digits)

    return replace(cell, value=cut(cell.value), low=cut(cell.low), high=cut(cell.high))
