"""Rows of a table of pairs whose sum is told by another number, and what must be hidden for it.

The E-I index of a department, with its contacts inside and most of those with others, gives the
contacts that are hidden: each shown index is an equation about the hidden cells of its row, and the
firm's about all of them. Hidden cells must stay open whoever solves these equations together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import lsqr

from social.analytics.suppression import FIRM, Cell, Rule, Side, passes, protect, union_of_sides

BETWEEN = "|"
LEAST_HIDDEN = 2
SEED, PRECISION, TOLD = 1, 1e-14, 1e-6
Terms = dict[str, float]  # coefficient of each pair


def protect_rows(cells: Sequence[Cell], shown: Sequence[Cell], rule: Rule) -> list[Cell]:
    """What `protect` has left open, less the pairs or indexes that would give hidden pairs away."""
    pairs = {cell.cell: cell for cell in cells if BETWEEN in cell.cell}
    index = {cell.cell: cell for cell in cells if BETWEEN not in cell.cell}
    stated = _equations(index, pairs)
    hidden = {cell.cell for cell in shown if cell.suppressed}
    # Each round hides something more, a pair or an index, until no shown index tells of a hidden
    # pair; at worst everything is hidden, so the loop ends. An index that goes may make the other
    # indexes of the table tell it by their sum: `protect` looks at those again.
    while True:
        equations = {name: terms for name, terms in stated.items() if name not in hidden}
        broken = _broken(equations, pairs, index, hidden, rule)
        if not broken:
            return [cell.hidden() if cell.cell in hidden else cell for cell in shown]
        hidden |= {_next_to_hide(name, stated[name], broken, pairs, hidden) for name in broken}
        left = [replace(c, value=None) if c.cell in hidden else c for c in index.values()]
        hidden |= {cell.cell for cell in protect(left, rule) if cell.suppressed}


def _equations(index: Iterable[str], pairs: Mapping[str, Cell]) -> dict[str, Terms]:
    """What each index tells about the pairs of its row, and the firm's about all."""
    rows: dict[str, dict[str, float]] = {name: {} for name in index}
    for pair, cell in pairs.items():
        for owner in {FIRM, *_ends(pair)} & rows.keys():
            rows[owner][pair] = cell.value or 0.0
    return {name: _terms(row) for name, row in rows.items()}


def _terms(row: Mapping[str, float]) -> Terms:
    """Contacts outside less so many times those inside are nothing: the index says how many."""
    # index = (outside − inside) / (outside + inside). Who knows it knows r = outside / inside,
    # hence the equation outside − r · inside = 0, with one coefficient for each pair.
    inside = sum(value for pair, value in row.items() if _is_inner(pair))
    outside = sum(row.values()) - inside
    if not inside or not outside:
        return {}  # an index at its end says nothing about how many
    return {pair: -outside / inside if _is_inner(pair) else 1.0 for pair in row}


def _ends(pair: str) -> tuple[str, str]:
    one, _, other = pair.partition(BETWEEN)
    return one, other


def _is_inner(pair: str) -> bool:
    one, other = _ends(pair)
    return one == other


def _broken(
    equations: Mapping[str, Terms],
    pairs: Mapping[str, Cell],
    index: Mapping[str, Cell],
    hidden: set[str],
    rule: Rule,
) -> set[str]:
    """Equations that tell the sum of hidden pairs that may not be shown, else one of those that
    together tell a hidden pair.
    """
    # First row by row. With the shown pairs put in, an equation tells one number about the hidden
    # pairs of its row: one alone is solved at once, and several are told as a sum, which has to pass
    # the rule like any other cell.
    found = {
        owner: [pair for pair in terms if pair in hidden] for owner, terms in equations.items()
    }
    shut = {owner: names for owner, names in found.items() if names}
    unsafe = {
        owner
        for owner, names in shut.items()
        if len(names) < LEAST_HIDDEN
        or not passes(_together(owner, [pairs[name] for name in names], index), rule)
    }
    if unsafe:
        return unsafe
    # Then all rows together: each may be safe alone, and yet as many equations as unknowns tell
    # every one of them.
    told = _solved(equations, [name for name in pairs if name in hidden])
    concerned = [owner for owner, names in shut.items() if not told.isdisjoint(names)]
    if not concerned:
        return set()
    # One more unknown may do for all of them: the longest department's row has most to choose from.
    return {
        max(concerned, key=lambda one: (one != FIRM, len(equations[one]) - len(shut[one]), one))
    }


def _solved(equations: Mapping[str, Terms], unknown: Sequence[str]) -> set[str]:
    """Unknowns that the equations determine.

    They are those that are nothing in whatever the equations leave open. One chance vector, less
    its part in the space of the rows, is such an open solution, and is nothing elsewhere only by
    an accident that hides one pair too many.
    """
    # One row for each equation, one column for each unknown. Only coefficients matter: whether an
    # unknown is determined does not depend on what the equations come to.
    at = {pair: column for column, pair in enumerate(unknown)}
    rows = [
        [(at[pair], times) for pair, times in terms.items() if pair in at]
        for terms in equations.values()
    ]
    rows = [row for row in rows if row]
    if not rows:
        return set()
    sizes = np.cumsum([0, *map(len, rows)])
    columns, values = zip(*(term for row in rows for term in row), strict=True)
    matrix = csr_matrix((values, columns, sizes), shape=(len(rows), len(unknown)))
    matrix = diags(1 / np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())) @ matrix
    # lsqr finds the part of the chance vector that is a combination of rows (sparse: a table of 500
    # departments has 125,000 unknowns). The rest lies in the null space: an unknown whose rest is
    # zero cannot vary, so the equations tell it. Rows were scaled to length 1 for precision.
    chance = np.random.default_rng(SEED).standard_normal(len(unknown))
    limit = 20 * len(rows) + 1000
    part = lsqr(matrix.T, chance, atol=PRECISION, btol=PRECISION, conlim=0, iter_lim=limit)[0]
    told = np.abs(chance - matrix.T @ part) < TOLD
    return {pair for pair, one in zip(unknown, told, strict=True) if one}


def _together(owner: str, cells: Sequence[Cell], index: Mapping[str, Cell]) -> Cell:
    """Hidden pairs as one cell: the owner's people at one end, those of the others facing them."""
    sides: dict[str, list[Side]] = defaultdict(list)
    for cell in cells:
        one, other = _ends(cell.cell)
        sides[one].append(Side(cell.contributors, cell.volume, cell.largest))
        if cell.facing is not None:
            sides[other].append(cell.facing)
    people = sum(index[name].people for name in sides)
    own = union_of_sides(sides.pop(owner, []))
    others = [side for side in map(union_of_sides, sides.values()) if side]
    return Cell(
        owner,
        0.0,
        people,
        sum(side.contributors for side in others),
        sum(side.volume for side in others),
        max((side.largest for side in others), default=0.0),
        facing=own,
    )


def _next_to_hide(
    name: str, terms: Terms, broken: set[str], pairs: Mapping[str, Cell], hidden: set[str]
) -> str:
    """The smallest pair still open in the row, best one that helps two rows; else the index."""
    open_ = [pair for pair in terms if pair not in hidden]
    if not open_:
        return name
    return min(
        open_, key=lambda pair: (not broken.issuperset(_ends(pair)), pairs[pair].volume, pair)
    )
