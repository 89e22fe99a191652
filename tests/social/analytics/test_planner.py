"""Teams chosen as a set, criteria, gates and fairness."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social.analytics.analysis import criteria, fairness, gates, persistence, planner
from social.analytics.analysis import replay as selfcheck
from tests.social.analytics.graphs import counts_from, small_roster

CERTAIN = persistence.Persistence(np.ones(6), np.ones(6, dtype=np.int64))


def star_acts(*stars):
    """Mutual acts between each centre and its points."""
    acts = {}
    for centre, points in stars:
        for point in points:
            acts[(centre, point)] = acts[(point, centre)] = 2
    return acts


def everyone(size):
    return np.ones(size, dtype=bool)


def plan(counts, roster, **wishes):
    size = len(roster)
    asked = planner.Wishes(**{"per_department": None, "every_level": False, **wishes})
    return planner.plan_team(counts, roster, everyone(size), everyone(size), CERTAIN, asked)


def test_a_set_beats_the_top_of_the_list():
    # 0 and 1 know the same four people; 6 knows two others.
    acts = star_acts((0, [2, 3, 4, 5]), (1, [2, 3, 4, 5]), (6, [7, 8]))
    counts, roster = counts_from(acts, 9), small_roster(["x"] * 9)
    result = plan(counts, roster, size=2)
    assert set(result.members) == {0, 6}
    assert result.coverage == pytest.approx(8 / 9)
    assert result.gains == pytest.approx((5 / 9, 3 / 9))
    assert result.losses == pytest.approx((5 / 9, 3 / 9))


@settings(max_examples=40)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_greedy_reaches_at_least_63_percent_of_the_best_set(pairs):
    acts = {}
    for one, other in pairs:
        if one != other:
            acts[(one, other)] = acts[(other, one)] = 1
    counts, roster = counts_from(acts, 8), small_roster(["x"] * 8)
    result = plan(counts, roster, size=3)
    chances = planner.tie_chances(counts, roster, CERTAIN)
    best = max(
        planner.reached(chances, team, 8).mean() for team in itertools.combinations(range(8), 3)
    )
    assert result.coverage >= (1 - 1 / np.e) * best - 1e-9


def test_constraints_hold_departments_levels_include_and_exclude():
    departments = ["big"] * 6 + ["small"] * 3
    levels = ["board", *["employee"] * 7, "manager"]
    acts = star_acts((1, [2, 3, 4]), (2, [5, 6]), (3, [0, 7]), (8, [1]))
    counts, roster = counts_from(acts, 9), small_roster(departments, levels)
    result = plan(
        counts, roster, size=4, per_department=2, every_level=True, include=(5,), exclude=(1,)
    )
    assert result.members[0] == 5
    assert 1 not in result.members
    assert len(result.members) == 4
    assert {int(roster.level[m]) for m in result.members} == {0, 1, 2}
    assert sum(departments[m] == "big" for m in result.members) <= 2
    assert result.missing_levels == ()


def test_levels_that_nobody_asked_for_are_not_missing():
    counts = counts_from(star_acts((0, [1, 2])), 3)
    roster = small_roster(["x"] * 3, ["board", "manager", "employee"])
    assert plan(counts, roster, size=1, every_level=True).missing_levels != ()
    assert plan(counts, roster, size=1).missing_levels == ()


def test_only_volunteers_are_chosen_and_an_empty_pool_gives_an_empty_team():
    counts, roster = counts_from(star_acts((0, [1, 2])), 3), small_roster(["x"] * 3)
    asked = planner.Wishes(size=2, per_department=None, every_level=False)
    some = np.array([False, True, False])
    args = (everyone(3), CERTAIN, asked)
    assert planner.plan_team(counts, roster, some, *args).members == (1,)
    none = planner.plan_team(counts, roster, ~everyone(3), *args)
    assert (none.members, none.coverage) == ((), 0.0)


def test_bridging_prefers_ties_across_and_cohesive_shared_contacts():
    # 0 knows three in the own department, 1 knows two elsewhere.
    acts = star_acts((0, [2, 3, 4]), (1, [5, 6]), (2, [3]), (3, [4]))
    departments = ["a", "a", "a", "a", "a", "b", "b"]
    counts, roster = counts_from(acts, 7), small_roster(departments)
    assert plan(counts, roster, size=1, style=planner.Style.BRIDGING).members == (1,)
    assert plan(counts, roster, size=1, style=planner.Style.COHESIVE).members[0] in (0, 3)


def test_a_part_timer_is_read_as_if_in_a_full_post():
    counts = counts_from({(0, 1): 3, (1, 0): 3}, 2)
    rising = persistence.Persistence(np.arange(1, 7) / 10, np.ones(6, dtype=np.int64))
    full = planner.tie_chances(counts, small_roster(["x", "x"]), rising)[0, 1]
    half = planner.tie_chances(counts, small_roster(["x", "x"], fte=[0.5, 1]), rising)[0, 1]
    assert (full, half) == (0.3, 0.6)


def test_small_teams_in_large_firms_are_told_that_contacts_do_as_well():
    size = 600
    counts = counts_from(star_acts((0, range(1, 5))), size)
    roster = small_roster(["x"] * size)
    assert plan(counts, roster, size=5).contacts_do_as_well
    assert not plan(counts, roster, size=6).contacts_do_as_well


def test_persistence_is_the_share_of_ties_that_last_drawn_to_the_prior():
    earlier = counts_from(star_acts((0, range(1, 41))), 41)
    later = counts_from(star_acts((0, range(1, 11))), 41)
    found = persistence.estimate(earlier, later)
    assert found.observed.tolist() == [0, 40, 0, 0, 0, 0]
    assert (np.diff(found.chances) >= 0).all()
    # 10 of 40 lasted, far below the 57 % that the prior expects
    assert found.chances[1] == pytest.approx((10 + 0.57 * 20) / 60)
    assert found.chances[5] == pytest.approx(0.85)


def busy_company(size=40, seed=3):
    generator = np.random.default_rng(seed)
    acts = {}
    for one in range(size):
        for other in generator.choice(size, 6, replace=False):
            if one != other:
                acts[(one, int(other))] = acts[(int(other), one)] = int(generator.integers(1, 9))
    departments = [f"d{person % 4}" for person in range(size)]
    levels = ["board" if p < 3 else "manager" if p < 10 else "employee" for p in range(size)]
    return counts_from(acts, size), small_roster(departments, levels)


def test_evidence_has_bands_typical_values_and_certainty():
    counts, roster = busy_company()
    found = criteria.gather(counts, roster)
    assert set(found.bands) == {"a", "d", "e", "f"}
    assert found.eligible.any()
    known = found.certainty["e"][found.eligible]
    assert ((known >= 0) & (known <= 1)).all()
    assert found.typical["a"] == pytest.approx(np.nanmedian(found.values["a"]))
    stability = criteria.weighting_stability(found)
    assert np.nanmin(stability) >= 0.3
    assert np.isnan(stability[~found.eligible]).all()


def test_half_the_events_cost_less_breadth_than_contacts():
    counts, roster = busy_company()
    whole = criteria.gather(counts, roster).values["a"][0]
    halved = counts.copy().tolil()
    halved[0, :] = np.ceil(counts[0].toarray() / 2)
    halved[:, 0] = np.ceil(counts[:, 0].toarray() / 2)
    again = criteria.gather(halved.tocsr(), roster).values["a"][0]
    assert again == pytest.approx(whole, rel=0.15)


def test_help_is_drawn_towards_the_usual_rate():
    rate = criteria.Help(np.array([0.0, 1.0, 100.0]), np.array([0.0, 1.0, 50.0])).rate()
    assert np.isnan(rate[0])
    assert rate[1] < 0.6
    assert rate[2] == pytest.approx(0.5, abs=0.01)


def test_the_gate_needs_people_and_interactions():
    assert not gates.gate(np.full(99, 50.0)).is_open
    assert not gates.gate(np.full(200, 39.0)).is_open
    assert gates.gate(np.append(np.full(100, 40.0), np.zeros(500))).is_open


def test_the_fairness_panel_hides_small_groups_and_marks_low_rates():
    group = np.array([0] * 20 + [1] * 20 + [2] * 4 + [3] * 11)
    chosen = np.zeros(len(group), dtype=bool)
    chosen[:10] = True  # 50 % of group 0
    chosen[20:24] = True  # 20 % of group 1
    found = {rate.group: rate for rate in fairness.rates(group, 4, chosen)}
    assert found[0].rate == 0.5
    assert found[1].below_four_fifths
    assert found[2].rate is None
    assert found[3].rate is None  # the next smallest goes with the only hidden one


def test_the_self_check_judges_every_way_by_the_next_window():
    counts, roster = busy_company()
    later, _ = busy_company(seed=4)
    wishes = planner.Wishes(size=4)
    pool = everyone(len(roster))
    found = selfcheck.next_coverage(counts, later, roster, pool, CERTAIN, wishes)
    assert found.size == 4
    for way in ("planned", "contacts", "volume", "betweenness", "random"):
        assert 0 < getattr(found, way) <= 1
    seen = selfcheck.foresight(counts, counts, roster)
    assert seen.carry_forward == pytest.approx(1)
    assert not seen.ours_is_better
