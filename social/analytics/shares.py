"""Shares as they are published: steps of five points with open ends, decided for all tables of
an event together.

An exact share of a group in which everybody did it names everybody. Steps with open ends keep
the cell and name nobody (docs/decisions/054-one-suppression-function.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from social.analytics.suppression import FIRM, Cell, Minimum, Rule, passes, protect

STEP = 5  # percentage points
END = 10  # percent: below it, and above 100 less it, only that
SMALL_END, SMALL = 20, 20  # the end of groups of fewer people than that
UNDER, ABOUT, OVER = "under", "about", "over"


@dataclass(frozen=True, slots=True)
class Share:
    """A share as people may read it: about so many percent, under or over so many."""

    kind: str
    percent: int

    def hits(self, people: int) -> tuple[int, int]:
        """The least and the greatest number of people that it may stand for."""
        fitting = [number for number in range(people + 1) if coarse(number, people) == self]
        return (fitting[0], fitting[-1]) if fitting else (0, people)

    @property
    def middle(self) -> float:
        """Its centre in percent, for averages and bars; the middle of an open end."""
        if self.kind == UNDER:
            return self.percent / 2
        return (100 + self.percent) / 2 if self.kind == OVER else float(self.percent)

    @property
    def is_end(self) -> bool:
        return self.kind != ABOUT


def coarse(hits: int, people: int) -> Share:
    """Steps of five points; under 10 and over 90, in small groups under 20 and over 80."""
    end = SMALL_END if people < SMALL else END
    if hits * 100 < end * people:
        return Share(UNDER, end)
    if hits * 100 > (100 - end) * people:
        return Share(OVER, 100 - end)
    # Halves are rounded up by integers: no float decides what is shown.
    return Share(ABOUT, STEP * ((200 * hits + STEP * people) // (2 * STEP * people)))


# A stored share is one number: steps as they are, ends as numbers that no step has.
STORED = {
    (UNDER, END): 5,
    (UNDER, SMALL_END): 8,
    (OVER, 100 - SMALL_END): 92,
    (OVER, 100 - END): 95,
}
ENDS = {stored: Share(*share) for share, stored in STORED.items()}


def coarse_of(value: float, people: int) -> Share:
    """A share that is not one of people, such as of questions answered, in the same steps."""
    exact, end = 100 * value, SMALL_END if people < SMALL else END
    if exact < end:
        return Share(UNDER, end)
    if exact > 100 - end:
        return Share(OVER, 100 - end)
    return Share(ABOUT, STEP * int(exact / STEP + 0.5))


def stored(share: Share) -> float:
    """A share of one as a number between 0 and 1 from which `share_stored` reads it again."""
    return STORED.get((share.kind, share.percent), share.percent) / 100


def share_stored(value: float) -> Share:
    """The share that a stored number stands for."""
    percent = round(100 * value)
    return ENDS.get(percent) or Share(ABOUT, percent)


def coarse_tally(votes: int, voters: int, least: int) -> Share:
    """The share of an answer: its ends are so wide that fewer than `least` people, or all but
    fewer than that, are never told from nobody and from everybody."""
    plain = coarse(votes, voters)
    end = STEP * -(-100 * least // (STEP * voters))
    if votes < least:
        return Share(UNDER, max(end, plain.percent if plain.kind == UNDER else 0))
    if voters - votes < least:
        return Share(OVER, min(100 - end, plain.percent if plain.kind == OVER else 100))
    return plain


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is counted, and for each table the group of everybody, in the order of `people`."""

    people: tuple[int, ...]
    tables: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.people)

    def without(self, left_out: Iterable[int]) -> Roster:
        """The same roster without these people."""
        gone = set(left_out)
        kept = [at for at, person in enumerate(self.people) if person not in gone]
        return Roster(
            tuple(self.people[at] for at in kept),
            {name: tuple(groups[at] for at in kept) for name, groups in self.tables.items()},
        )


BESIDE = ("part", "number", "low", "high", "people", "contributors")


@dataclass(frozen=True, slots=True)
class Published:
    """A cell of a release: a share, another number, or that it is not shown.

    `part`: which of several numbers about the group. `number` is an index, hours, a mean: what is
    no share. Counts of people stand beside those only.
    """

    table: str
    group: str
    share: Share | None
    is_unchanged: bool = False  # 1 to 4 people more than last time: the last value stands
    part: str = ""
    number: float | None = None
    low: float | None = None
    high: float | None = None
    people: int | None = None
    contributors: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.share is not None or self.number is not None

    @property
    def hidden(self) -> Published:
        """The same cell with everything but its name forgotten."""
        return Published(self.table, self.group, None, part=self.part)

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"table": self.table, "group": self.group}
        if self.share is not None:
            shown |= {"kind": self.share.kind, "percent": self.share.percent}
        beside = {name: getattr(self, name) for name in BESIDE}
        shown |= {name: value for name, value in beside.items() if value not in (None, "")}
        return shown | ({"unchanged": True} if self.is_unchanged else {})

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Published:
        share = Share(row["kind"], row["percent"]) if "kind" in row else None
        beside = {name: row[name] for name in BESIDE if name in row}
        return cls(row["table"], row["group"], share, row.get("unchanged", False), **beside)


@dataclass(frozen=True, slots=True)
class Design:
    """The tables of an event. A table inside another shows children of its shown groups only."""

    tables: tuple[str, ...] = ()
    inside: Mapping[str, str] | None = None
    is_sensitive: bool = False  # no open ends: such a cell is left to the group above it

    def parent_of(self, table: str) -> str:
        return (self.inside or {}).get(table, "")


def decide(
    roster: Roster,
    did: Iterable[int],
    design: Design,
    rule: Rule,
    minimum: Minimum = Minimum(),  # noqa: B008 - immutable
) -> list[Published]:
    """All cells of an event as they may be shown: the whole first, then each table."""
    hits = set(did)
    counted = [person in hits for person in roster.people]
    whole = _cell(FIRM, len(roster), sum(counted), design)
    cells = {"": {FIRM: whole if passes(whole, rule, minimum) else whole.hidden()}}
    for table in design.tables:
        parent = design.parent_of(table)
        above = roster.tables[parent] if parent else (FIRM,) * len(roster)
        cells[table] = {}
        for head, cell in cells[parent].items():
            inside = [at for at, group in enumerate(above) if group == head]
            groups = _groups(roster.tables[table], counted, inside, design)
            if cell.suppressed:
                cells[table] |= {group.cell: group.hidden() for group in groups}
                continue
            protected = protect([replace(cell, cell=FIRM), *groups], rule, minimum)
            cells[table] |= {group.cell: group for group in protected[1:]}
    return [
        Published(table, cell.cell, None if cell.suppressed else _share_of(cell))
        for table, found in cells.items()
        for cell in found.values()
    ]


def _groups(
    names: tuple[str, ...], counted: list[bool], inside: list[int], design: Design
) -> list[Cell]:
    sizes: dict[str, int] = {}
    hits: dict[str, int] = {}
    for at in inside:
        sizes[names[at]] = sizes.get(names[at], 0) + 1
        hits[names[at]] = hits.get(names[at], 0) + counted[at]
    return [_cell(name, sizes[name], hits[name], design) for name in sorted(sizes)]


def _cell(name: str, people: int, hits: int, design: Design) -> Cell:
    value: float | None = hits / people if people else None
    if design.is_sensitive and people and coarse(hits, people).is_end:
        value = None
    return Cell(name, value, people, hits, volume=hits, largest=min(hits, 1))


def _share_of(cell: Cell) -> Share:
    return coarse(cell.contributors, cell.people)
