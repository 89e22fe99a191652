"""Contacts between departments: what is hidden cannot be solved for."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from social.analytics.analysis.equations import protect_rows
from social.analytics.analysis.ties import mutual_ties
from social.analytics.metrics import METRICS, compute
from social.analytics.metrics.facts import Facts
from social.analytics.suppression import Cell, Rule, Side, protect
from tests.social.analytics.attacks import equations, solved
from tests.social.analytics.graphs import counts_from, small_roster


def pair(one, other, ties):
    """A pair that passes alone from five ties on: everybody of either side has one."""
    side = Side(ties, ties, 1)
    facing = None if one == other else side
    return Cell(f"{one}|{other}", ties, 40, ties, ties, 1, part="table", facing=facing)


def index(name, people=20):
    return Cell(name, 0.1, people, people, people, 1)


def shown_after(cells):
    rule = Rule()
    found = protect_rows(cells, protect(cells, rule), rule)
    return {cell.cell for cell in found if not cell.suppressed}


def departments(*names):
    return [index("firm", 20 * len(names)), *map(index, names), *(pair(n, n, 30) for n in names)]


def test_the_only_hidden_pair_of_a_row_takes_another_one_with_it():
    """a|b has one contact. Rows a and b need a second hidden pair each."""
    cells = [*departments("a", "b", "c", "d"), pair("a", "b", 1)]
    cells += [pair("a", "c", 8), pair("a", "d", 9), pair("b", "c", 10), pair("b", "d", 11)]
    cells += [pair("c", "d", 12)]
    shown = shown_after(cells)
    assert "a|b" not in shown
    values = {cell.cell: cell.value for cell in cells if "|" in cell.cell}
    assert not solved(shown, values)
    for owner, terms in equations(shown, values).items():
        assert len([name for name in terms if name not in shown]) != 1, owner
    assert {"firm", "c|d"} <= shown


def test_three_hidden_pairs_in_a_ring_can_be_solved_and_do_not_stay_alone():
    """x+y, y+z and z+x give x, y and z, although two are hidden in each row."""
    cells = departments("a", "b", "c", "d")
    cells += [pair("a", "b", 4), pair("a", "c", 4), pair("b", "c", 4)]
    cells += [pair(name, "d", 10) for name in "abc"]
    values = {cell.cell: cell.value for cell in cells if "|" in cell.cell}
    ring = {"a|b", "a|c", "b|c"}
    assert solved({cell.cell for cell in cells} - ring, values) == ring
    assert not solved(shown_after(cells), values)


def test_what_is_hidden_together_must_pass_at_both_ends():
    """Two hidden pairs of one and the same person add up to that person's contacts."""
    one_person = Side(4, 4, 1)
    cells = [
        *departments("a", "b", "c", "d"),
        Cell("a|b", 4, 40, 1, 4, 4, part="table", facing=one_person),
        Cell("a|c", 4, 40, 1, 4, 4, part="table", facing=one_person),
        *(pair(one, other, 9) for one, other in ("ad", "bc", "bd", "cd")),
    ]
    shown = shown_after(cells)
    # With a|d, the person has at most 8 + 1 of 17; with the contacts inside fewer than half.
    assert "a" not in shown or {"a|d", "a|a"}.isdisjoint(shown)


@st.composite
def companies(draw):
    """Departments of 8 to 20 people; contacts thin enough for some pairs to be hidden."""
    sizes = draw(st.lists(st.integers(8, 20), min_size=2, max_size=6))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    group = np.repeat(np.arange(len(sizes)), sizes)
    chance = random.choice([0.0, 0.01, 0.03, 0.1], size=(len(sizes), len(sizes)))
    np.fill_diagonal(chance, 0.3)
    first, second = np.triu_indices(len(group), k=1)
    chosen = random.random(len(first)) < chance[group[first], group[second]]
    acts = {}
    for one, other in zip(first[chosen].tolist(), second[chosen].tolist(), strict=True):
        acts[(one, other)] = acts[(other, one)] = 1
    roster = small_roster([f"d{at}" for at in group])
    return Facts(roster, counts_from(acts, len(group)))


@settings(max_examples=150)
@given(companies())
def test_nobody_can_work_out_a_hidden_pair_from_indexes_and_shown_pairs(month):
    values = {c.cell: int(c.value) for c in METRICS["C1"].compute(month) if c.part == "table"}
    shown = {c.cell for c in compute(METRICS["C1"], month, Rule()) if not c.suppressed}
    assert not solved(shown, values)
    ties = mutual_ties(month.counts).tocoo()
    names = np.array([f"department:{name}" for name in month.roster.departments])
    home = names[month.roster.department]
    for owner, terms in equations(shown, values).items():
        hidden = {name for name in terms if name not in shown}
        if not hidden:
            continue
        assert len(hidden) >= 2
        own, others = {}, {}
        for one, a, b in zip(ties.row, home[ties.row], home[ties.col], strict=True):
            if "|".join(sorted((a, b))) in hidden:
                side = own if a == owner else others
                side[one] = side.get(one, 0) + 1
        for side in (others, own) if owner != "firm" else (others,):
            assert len(side) >= 5, (owner, hidden)
            assert max(side.values()) <= sum(side.values()) / 2, (owner, hidden)
