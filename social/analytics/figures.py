"""Numbers that are no plain "so many of these people did it": how a metric hands them to `release`.

A metric counts items, contacts or hours, has several parts and rules of its own. It decides its
cells under the rule that `release` gives it; what is published is steps, or a rounded number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from social.analytics.shares import Published, share_stored
from social.analytics.suppression import FIRM, Cell, Rule

DEPARTMENT, PAIR = "department", "pair"
BETWEEN = "|"
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a share of people is made of: those who did it, of those who could have.

    Both are sets of people by name (`social.analytics.together`); a cell is shown from five people
    in `least` on.
    """

    hits: str
    cases: str
    least: str

    def as_json(self) -> list[str]:
        return [self.hits, self.cases, self.least]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a metric has to tell of an enrolment: `decide` gives its cells under a rule, protected."""

    decide: Callable[[Rule], Sequence[Cell]]
    shares: frozenset[str] = frozenset()  # parts that are shares, stored as steps
    ratios: Mapping[str, Ratio] = field(default_factory=dict)  # of parts that are shares of people
    parts: frozenset[str] = frozenset()  # only these, where some are named
    but: frozenset[str] = frozenset()

    def only(self, part: str, others: Sequence[str]) -> Figures:
        """One of these parts, or without a name what is left of them."""
        if part:
            return replace(self, parts=frozenset([part]), but=frozenset())
        return replace(self, but=frozenset(others))

    def published(self, rule: Rule) -> list[Published]:
        return [
            as_published(cell, cell.part in self.shares)
            for cell in self.decide(rule)
            if cell.part not in self.but and (not self.parts or cell.part in self.parts)
        ]


def as_published(cell: Cell, is_share: bool) -> Published:
    """A protected cell as the ledger keeps it; a hidden one has nothing left to keep."""
    table = table_of(cell.cell)
    if cell.suppressed or cell.value is None:
        return Published(table, cell.cell, None, part=cell.part)
    share = share_stored(cell.value) if is_share else None
    return Published(
        table,
        cell.cell,
        share,
        part=cell.part,
        number=None if is_share else cell.value,
        low=cell.low,
        high=cell.high,
        people=cell.people or None,
        contributors=cell.contributors or None,
    )


def table_of(name: str) -> str:
    """The table of a cell: nothing for everybody, `pair` for what lies between two groups."""
    if name == FIRM:
        return ""
    return PAIR if BETWEEN in name else name.partition(":")[0]
