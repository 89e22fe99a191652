"""What is hidden, and that nobody can work it out again."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social.analytics.suppression import FIRM, Cell, Minimum, Rule, passes, protect, rounded

RULE = Rule()


def cell(name, people, volumes, value=0.5):
    return Cell(
        name, value, people, sum(v > 0 for v in volumes), sum(volumes), max(volumes, default=0)
    )


def test_limits_can_be_stricter_but_never_looser():
    assert Rule(people=15, contributors=8, dominance=0.3).people == 15
    for loose in ({"people": 9}, {"contributors": 4}, {"dominance": 0.51}):
        with pytest.raises(ValueError, match="only be stricter"):
            Rule(**loose)


@pytest.mark.parametrize(
    ("people", "volumes", "shown"),
    [
        (10, [1] * 5, True),
        (9, [1] * 9, False),
        (10, [1] * 4, False),
        (10, [4, 1, 1, 1, 1], True),
        (10, [5, 1, 1, 1, 1], False),
        (10, [], False),
    ],
)
def test_a_cell_needs_people_contributors_and_nobody_above_half(people, volumes, shown):
    assert passes(cell("department:1", people, volumes), RULE) is shown


def test_a_metric_may_ask_for_more():
    ten = cell(FIRM, 40, [1] * 9)
    assert passes(ten, RULE)
    assert not passes(ten, RULE, Minimum(contributors=10))
    assert not passes(ten, RULE, Minimum(items=20))


def test_one_hidden_department_hides_the_next_smallest():
    table = [
        cell(FIRM, 60, [1] * 40),
        cell("department:a", 8, [1] * 8),
        cell("department:b", 22, [1] * 12),
        cell("department:c", 30, [1] * 20),
    ]
    shown = {c.cell for c in protect(table, RULE) if not c.suppressed}
    assert shown == {FIRM, "department:c"}


def test_a_hidden_cell_forgets_everything_but_its_name():
    [hidden] = protect([cell("department:a", 3, [1, 1, 1])], RULE)
    assert (hidden.value, hidden.people, hidden.contributors, hidden.volume) == (None, 0, 0, 0)
    assert hidden.low is None
    assert hidden.suppressed


departments = st.lists(
    st.tuples(st.integers(1, 25), st.lists(st.integers(0, 6), min_size=0, max_size=25)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=300)
@given(departments)
def test_subtracting_shown_departments_from_the_firm_leaves_a_safe_group(found):
    """The attack: firm total minus all shown departments = what is hidden."""
    parts = [
        cell(f"department:{at}", max(people, len(volumes)), volumes)
        for at, (people, volumes) in enumerate(found)
    ]
    every = list(itertools.chain.from_iterable(volumes for _, volumes in found))
    firm = cell(FIRM, sum(part.people for part in parts), every)
    result = protect([firm, *parts], RULE)
    shown = {c.cell for c in result if not c.suppressed}
    if FIRM not in shown:
        return
    rest = [
        (part, volumes)
        for part, (_, volumes) in zip(parts, found, strict=True)
        if part.cell not in shown
    ]
    if not rest:
        return
    people = sum(part.people for part, _ in rest)
    volumes = list(itertools.chain.from_iterable(v for _, v in rest))
    assert len(rest) == len(parts) or len(rest) >= 2
    if len(rest) < len(parts):
        assert people >= RULE.people
        assert sum(v > 0 for v in volumes) >= RULE.contributors
        assert max(volumes) <= RULE.dominance * sum(volumes)


def test_shares_are_rounded_to_whole_percentages():
    cut = rounded(Cell("x", 0.4567, 10, 5, low=0.4012, high=np.float64(0.512)), share=True)
    assert (cut.value, cut.low, cut.high) == (0.46, 0.4, 0.51)
    assert rounded(Cell("x", 4.449, 10, 5), share=False).value == 4.4
