"""From columns per person to one cell per department and one for the firm."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Bools, Floats, Ints, Sparse, floats
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.statistics import wilson
from social.analytics.suppression import FIRM, Cell, Side


def cell_names(roster: Roster) -> list[str]:
    """`department:<key>` for each department, then the firm."""
    return [f"department:{key}" for key in roster.departments] + [FIRM]


def totals(roster: Roster, column: Floats | Ints | Bools) -> Floats:
    """Sums per department, then for the firm."""
    per = np.bincount(
        roster.department, weights=column.astype(np.float64), minlength=len(roster.departments)
    )
    return np.append(per, per.sum())


def largest(roster: Roster, column: Floats) -> Floats:
    """The largest single person's value per department, then for the firm."""
    per = np.zeros(len(roster.departments))
    np.maximum.at(per, roster.department, column)
    return np.append(per, per.max(initial=0.0))


def table(
    roster: Roster,
    values: Floats,
    volume: Floats,
    *,
    part: str = "",
    low: Floats | None = None,
    high: Floats | None = None,
    one_vote_each: bool = False,
) -> list[Cell]:
    """Cells for values per department and firm; `volume` is what each person contributed."""
    people = totals(roster, np.ones(len(roster)))
    contributors = totals(roster, volume > 0)
    amount = contributors if one_vote_each else totals(roster, volume)
    top = np.minimum(contributors, 1) if one_vote_each else largest(roster, volume)
    return [
        Cell(
            cell=name,
            value=None if np.isnan(values[at]) else float(values[at]),
            people=int(people[at]),
            contributors=int(contributors[at]),
            volume=float(amount[at]),
            largest=float(top[at]),
            low=_known(low, at),
            high=_known(high, at),
            part=part,
        )
        for at, name in enumerate(cell_names(roster))
    ]


def _known(column: Floats | None, at: int) -> float | None:
    return None if column is None or np.isnan(column[at]) else float(column[at])


def share_table(
    roster: Roster,
    hits: Floats | Bools,
    cases: Floats | Bools,
    *,
    part: str = "",
    volume: Floats | None = None,
    one_vote_each: bool = False,
) -> list[Cell]:
    """Shares with Wilson intervals from hits and cases per person.

    `volume` guards the dominance rule where it is not the cases themselves.
    """
    return case_table(
        roster,
        totals(roster, hits),
        totals(roster, cases),
        cases.astype(np.float64) if volume is None else volume,
        part=part,
        one_vote_each=one_vote_each,
    )


def case_table(
    roster: Roster,
    hits: Floats,
    cases: Floats,
    volume: Floats,
    *,
    part: str = "",
    one_vote_each: bool = False,
) -> list[Cell]:
    """Shares with Wilson intervals from hits and cases per department and of the firm."""
    low, high = wilson(hits, cases)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = hits / cases
    return table(roster, values, volume, part=part, low=low, high=high, one_vote_each=one_vote_each)


def per_person(owner: Ints, size: int, weights: Floats | Bools | None = None) -> Floats:
    """Items, or their weights, summed per owner."""
    if weights is None:
        return np.bincount(owner, minlength=size).astype(np.float64)
    return floats(np.bincount(owner, weights=weights.astype(np.float64), minlength=size))


def side_of(volume: Floats) -> Side:
    """One end of a cell, from what each person contributed."""
    return Side(int((volume > 0).sum()), float(volume.sum()), float(volume.max(initial=0.0)))


def sides_by_department(roster: Roster, owner: Ints, opposite: Ints) -> list[Side]:
    """Who stands opposite each department's owners of items, then opposite all of them."""
    size = len(roster)
    keys, amount = np.unique(roster.department[owner] * size + opposite, return_counts=True)
    home, many = keys // max(size, 1), amount.astype(np.float64)
    sides = [side_of(many[home == at]) for at in range(len(roster.departments))]
    return [*sides, side_of(per_person(opposite, size))]


def by_department(roster: Roster, owner: Ints) -> list[np.ndarray]:
    """Positions of the items of each department's owners, then of all items."""
    home = roster.department[owner]
    order = np.argsort(home, kind="stable")
    edges = np.searchsorted(home[order], np.arange(len(roster.departments) + 1))
    groups = [order[edges[at] : edges[at + 1]] for at in range(len(roster.departments))]
    return [*groups, np.arange(len(owner))]


def firm_cell(
    roster: Roster,
    value: float,
    volume: Floats,
    *,
    part: str = "",
    name: str = FIRM,
    low: float | None = None,
    high: float | None = None,
    facing: Side | None = None,
) -> Cell:
    """One cell about the whole firm."""
    return Cell(
        cell=name,
        value=None if np.isnan(value) else float(value),
        people=len(roster),
        contributors=int((volume > 0).sum()),
        volume=float(volume.sum()),
        largest=float(volume.max(initial=0.0)),
        low=low,
        high=high,
        part=part,
        facing=facing,
    )


def firm_share(
    roster: Roster, hits: Bools, volume: Floats, *, part: str = "", facing: Floats | None = None
) -> Cell:
    """One share about the whole firm, with its Wilson interval, from one row per item.

    `volume` is what each person contributed at one end of the items, `facing` at the other.
    """
    low, high = wilson(np.array([hits.sum()]), np.array([len(hits)]))
    return firm_cell(
        roster,
        float(hits.mean()) if len(hits) else float("nan"),
        volume,
        part=part,
        low=float(low[0]),
        high=float(high[0]),
        facing=None if facing is None else side_of(facing),
    )


def pair_cells(
    ties: Sparse, group: Ints, names: list[str], values: Floats, wanted: np.ndarray
) -> list[Cell]:
    """Cells about pairs of groups: people of both, the first at one end, facing the other."""
    count = len(names)
    people = np.flatnonzero(group >= 0)
    member = sparse.csr_matrix(
        (np.ones(len(people)), (people, group[people])), shape=(len(group), count)
    )
    met = (ties @ member).tocoo()
    known = group[met.row] >= 0
    place = (group[met.row[known]], met.col[known])
    taking_part, most = np.zeros((count, count)), np.zeros((count, count))
    volume = np.zeros((count, count))
    np.add.at(taking_part, place, 1)
    np.maximum.at(most, place, met.data[known])
    np.add.at(volume, place, met.data[known])
    sizes = np.bincount(group[people], minlength=count)

    def end(one: int, other: int) -> Side:
        return Side(
            int(taking_part[one, other]), float(volume[one, other]), float(most[one, other])
        )

    return [
        Cell(
            cell=f"{names[one]}|{names[other]}",
            value=None if np.isnan(values[one, other]) else float(values[one, other]),
            people=int(sizes[one] + (sizes[other] if one != other else 0)),
            contributors=int(taking_part[one, other]),
            volume=float(volume[one, other]),
            largest=float(most[one, other]),
            part="table",
            facing=None if one == other else end(other, one),
        )
        for one, other in zip(*np.nonzero(np.triu(wanted)), strict=True)
    ]
