"""Each metric on a company small enough to count by hand."""

import numpy as np
import pytest

from social.analytics.metrics import METRICS, compute
from social.analytics.metrics.facts import (
    Addressed,
    Facts,
    LeaderThreads,
    Newcomers,
    Pulse,
    Questions,
    Reuse,
    Solutions,
    no_ties,
)
from social.analytics.metrics.registry import SECTIONS
from social.analytics.suppression import Rule
from tests.social.analytics.graphs import counts_from, small_roster

NAN = float("nan")
# Two departments of four; 0 and 1 are the board.
ROSTER = small_roster(["a"] * 4 + ["b"] * 4, ["board"] * 2 + ["employee"] * 6)


def facts(**more):
    return Facts(**{"roster": ROSTER, "counts": no_ties(8), **more})


def found(code, **more):
    """{(cell, part): value} before suppression."""
    cells = METRICS[code].compute(facts(**more))
    return {(cell.cell, cell.part): cell.value for cell in cells}


def mutual(*pairs):
    acts = {}
    for one, other in pairs:
        acts[(one, other)] = acts[(other, one)] = 1
    return acts


def test_there_are_eighteen_metrics_and_each_explains_itself():
    assert sorted(METRICS) == sorted(
        [*(f"A{n}" for n in range(1, 6)), *(f"B{n}" for n in range(1, 6))]
        + [f"C{n}" for n in range(1, 9)]
    )
    for metric in METRICS.values():
        assert metric.title
        assert all(metric.words[section] for section in SECTIONS)


def test_metrics_that_cannot_be_known_give_no_cells():
    for code in METRICS:
        if code not in {"B2", "B3", "B4", "C1", "C2"}:
            assert METRICS[code].compute(facts()) == []


def test_a1_answered_within_72_working_hours():
    questions = Questions(
        asker=np.array([2, 2, 3, 5]),
        answered_after=np.array([1.0, 72.0, 72.5, NAN]),
        open_for=np.array([1.0, 72.0, 100.0, 100.0]),
    )
    values = found("A1", questions=questions)
    assert values[("firm", "")] == 0.5
    assert values[("department:a", "")] == pytest.approx(2 / 3)
    assert values[("department:b", "")] == 0


def test_a2_counts_open_questions_as_waiting():
    questions = Questions(
        asker=np.array([2, 2, 3, 5]),
        answered_after=np.array([2.0, 4.0, 6.0, NAN]),
        open_for=np.array([2.0, 4.0, 6.0, 90.0]),
    )
    values = found("A2", questions=questions)
    assert values[("firm", "")] == 4
    assert values[("firm", "p90")] is None
    assert values[("department:a", "p90")] == 6


def test_a3_a4_and_a5():
    solutions = Solutions(np.array([2, 3, 5, 5]), np.array([True, False, True, True]))
    assert found("A3", solutions=solutions)[("firm", "")] == 0.75
    reuse = Reuse(np.array([0, 1, 4]), np.array([3.0, 10.0, 30.0]))
    assert found("A4", reuse=reuse)[("firm", "")] == 10
    notices = np.array([8.0, 4, 4, 0, 8, 8, 8, 8])
    ripe = notices * 2
    values = found("A5", notices=notices, notices_ripe=ripe, notices_opened=notices / 2, weeks=4.0)
    assert values[("department:a", "")] == 1
    assert values[("firm", "opened")] == 0.25


def test_a4_needs_ten_readers():
    def median(*readers):
        reuse = Reuse(np.arange(len(readers)), np.array(readers, dtype=float))
        return found("A4", reuse=reuse)[("firm", "")]

    assert median(1, 2, 6) is None
    assert median(1, 2, 7) == 2


def test_b1_counts_the_addressed_leaders_own_reply_in_forty_working_hours():
    addressed = Addressed(
        author=np.array([2, 3, 4, 0, 5]),
        target=np.array([0, 1, 0, 1, 6]),  # the fourth is between leaders, the fifth among peers
        replied_after=np.array([40.0, 41.0, NAN, 1.0, 1.0]),
    )
    values = found("B1", addressed=addressed)
    assert values == {("firm", ""): pytest.approx(1 / 3)}
    rates = found("B5", addressed=addressed, leader_threads=LeaderThreads(np.array([2, 0, 5])))
    assert rates[("firm", "")] == pytest.approx(2 / 3)
    assert rates[("firm", "up")] == pytest.approx(1 / 3)
    assert rates[("firm", "down")] is None


def test_b1_is_hidden_below_five_leaders_or_when_one_has_most_items():
    people = 30
    roster = small_roster(["a"] * people, ["board"] * 6 + ["employee"] * 24)

    def shown(targets):
        count = len(targets)
        addressed = Addressed(np.arange(6, 6 + count), np.array(targets), np.zeros(count))
        month = Facts(roster, no_ties(people), addressed=addressed)
        return not compute(METRICS["B1"], month, Rule())[0].suppressed

    assert shown([0, 1, 2, 3, 4])
    assert not shown([0, 1, 2, 3])
    assert not shown([0, 0, 0, 0, 0, 1, 2, 3, 4])


def test_b2_and_c2_share_of_pairs_that_both_speak():
    acts = {**mutual((0, 2), (2, 3)), (0, 4): 1, (5, 6): 1}
    values = found("B2", counts=counts_from(acts, 8))
    assert values[("firm", "")] == 0.5
    assert values[("department:a", "")] == 1
    assert found("C2", counts=counts_from(acts, 8))[("firm", "")] == 0.5


def shown_of(code, month):
    cells = compute(METRICS[code], month, Rule())
    return {(cell.cell, cell.part): cell.value for cell in cells if not cell.suppressed}


def asking(leaders, employees):
    """Each employee puts something to one leader, in turn."""
    return [(10 + at, at % leaders) for at in range(employees)]


@pytest.mark.parametrize("leaders", [1, 4])
def test_one_directors_answers_are_not_readable_through_the_voice_upward(leaders):
    roster = small_roster(["a"] * 30 + ["b"] * 30, ["board"] * leaders + ["employee"] * 59)
    author, target = np.array(asking(leaders, 40)).T
    items = Addressed(author, target, np.where(author % 4 == 0, 1.0, NAN))
    back = Addressed(target, author, items.replied_after)
    for addressed in (items, back):
        month = Facts(roster, no_ties(60), addressed=addressed)
        assert not shown_of("B1", month)
        assert not shown_of("B5", month)
    pairs = dict.fromkeys(asking(leaders, 40), 1)
    counts = counts_from(pairs | {(b, a): 1 for a, b in asking(leaders, 10)}, 60)
    assert not shown_of("B2", Facts(roster, counts))


OVER_90, UNDER_10 = 0.95, 0.05  # as the open ends are stored


def test_voice_upward_needs_ten_employees_and_five_leaders_none_above_half():
    def rates(pairs):
        roster = small_roster(["a"] * 60, ["board"] * 6 + ["employee"] * 54)
        author, target = np.array(pairs).T
        month = Facts(roster, no_ties(60), addressed=Addressed(author, target, author * 0.0))
        return {part: value for (_, part), value in shown_of("B5", month).items()}

    assert rates(asking(5, 10)) == {"up": OVER_90}
    assert rates(asking(5, 9)) == {}
    assert rates([(b, a) for a, b in asking(5, 10)]) == {"down": OVER_90}
    assert rates([(b, a) for a, b in asking(5, 9)]) == {}
    # Leader 0 has 8 of 16 items, then 9 of 17.
    assert rates(asking(5, 10) + [(20 + n, 0) for n in range(6)]) == {"up": OVER_90}
    assert rates(asking(5, 10) + [(20 + n, 0) for n in range(7)]) == {}


def test_the_answers_to_one_persons_items_are_hidden_on_both_pages():
    roster = small_roster(["a"] * 30, ["board"] * 6 + ["employee"] * 24)
    author = np.array([7] * 10 + [8, 9, 10, 11])
    items = Addressed(author, np.arange(14) % 5, np.zeros(14))
    month = Facts(roster, no_ties(30), addressed=items)
    assert not shown_of("B1", month)
    assert not shown_of("B5", month)


def test_who_begins_threads_needs_ten_employees_and_five_leaders():
    roster = small_roster(["a"] * 40, ["board"] * 6 + ["employee"] * 34)

    def shown(starters, leaders):
        threads = LeaderThreads(np.array(starters), np.array(leaders))
        month = Facts(roster, no_ties(40), leader_threads=threads)
        return shown_of("B5", month).get(("firm", ""))

    many, five = [*range(6, 16), 0, 1], [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert shown(many, five) == 0.85  # 10 of 12, in steps of five
    assert shown([*range(6, 15), 0, 1, 2], five) is None
    assert shown(many, [0, 1, 2, 3] * 3) is None
    assert shown(many, [0] * 8 + [1, 2, 3, 4]) is None


def test_two_way_contact_needs_five_leaders_in_each_department():
    """Both departments talk to leaders, the second with four of them only."""
    homes = ["a"] * 6 + ["a"] * 27 + ["b"] * 27 + ["c"] * 27
    roster = small_roster(homes, ["board"] * 6 + ["employee"] * 81)
    acts = {(6 + n, n % 6): 1 for n in range(12)}
    acts |= {(33 + n, n % 4): 1 for n in range(12)}
    acts |= {(60 + n, n % 6): 1 for n in range(12)}
    acts |= {(n % 6, 60 + n): 1 for n in range(3)}
    shown = shown_of("B2", Facts(roster, counts_from(acts, 87)))
    assert ("department:b", "") not in shown
    assert shown[("firm", "")] == UNDER_10  # 3 of 36
    # b alone would be the firm less the others: one more department is hidden.
    assert len([name for name, _ in shown if name != "firm"]) == 1


def test_c2_counts_each_pair_once_so_its_interval_is_as_wide_as_it_should_be():
    # Inside a: 0-2 mutual and 2-3 mutual; across 0-4 one-sided; inside b 5-6 one-sided.
    acts = {**mutual((0, 2), (2, 3)), (0, 4): 1, (5, 6): 1}
    cells = {c.cell: c for c in METRICS["C2"].compute(facts(counts=counts_from(acts, 8)))}
    assert cells["department:a"].value == pytest.approx(2 / 3)
    assert cells["department:b"].value == 0
    # Wilson's interval of 2 of 4, of 2 of 3 and of 0 of 2.
    for name, low, high in (("firm", 0.150, 0.850), ("department:a", 0.208, 0.939)):
        assert (cells[name].low, cells[name].high) == pytest.approx((low, high), abs=5e-4)
    assert cells["department:b"].high == pytest.approx(0.658, abs=5e-4)


def test_b3_steps_to_a_leader():
    counts = counts_from(mutual((0, 2), (2, 4), (4, 5)), 8)
    values = found("B3", counts=counts)
    assert values[("firm", "")] == pytest.approx(1 / 3)
    assert values[("firm", "two")] == pytest.approx(2 / 3)


def test_b4_table_of_observed_against_expected():
    # Ties: one inside the board, one across, one among employees. Tie ends 6, pairs 56 ordered.
    values = found("B4", counts=counts_from(mutual((0, 1), (0, 2), (4, 5)), 8))
    board, staff = "level:board", "level:employee"
    assert values[(f"{board}|{board}", "table")] == pytest.approx((2 / 6) / (2 / 56))
    assert values[(f"{board}|{staff}", "table")] == pytest.approx((1 / 6) / (12 / 56))
    # e = [[2,1],[1,2]]/6: r = (4/6 - 1/2) / (1/2)
    assert values[("firm", "")] == pytest.approx(1 / 3)


def test_c1_is_below_zero_when_departments_keep_to_themselves():
    values = found("C1", counts=counts_from(mutual((0, 1), (2, 3), (4, 5), (3, 4)), 8))
    # ends inside 6, across 2: -0.5; by chance (56 - 2*24)/56
    assert values[("firm", "")] == pytest.approx(-0.5 - 8 / 56)
    assert values[("department:a|department:b", "table")] == 1


def test_c3_newcomers_need_three_contacts_and_one_outside():
    newcomers = Newcomers(np.array([2, 3, 4]), np.array([3, 5, 2]), np.array([1, 0, 2]))
    assert found("C3", newcomers=newcomers)[("firm", "")] == pytest.approx(1 / 3)


def test_c4_c5_and_c6_of_writing_and_helping():
    written = np.array([6.0, 2, 0, 0, 1, 1, 0, 0])
    values = found("C4", contributions=written, readers=np.arange(8) < 6)
    assert values[("firm", "")] == 0.5
    assert values[("firm", "readers")] == 0.75
    assert values[("firm", "top")] == 0.6
    before = np.array([True, False, True, False, True, False, False, False])
    again = found("C5", contributions=written, contributed_before=before)
    assert again[("firm", "")] == pytest.approx(2 / 3)
    load = found("C6", answers=written)
    assert (load[("firm", "")], load[("firm", "half")]) == (0.6, 1)


@pytest.mark.parametrize(
    ("writing", "members", "share"),
    [(1, 11, None), (4, 20, None), (5, 20, 0.25), (15, 20, 0.75), (16, 20, None), (5, 9, None)],
)
def test_c5_a_cohort_of_a_few_writers_or_a_few_others_is_hidden(writing, members, share):
    roster = small_roster(["a"] * 80)
    cohort = np.where(np.arange(80) < members, 0, -1)
    written = (np.arange(80) < writing).astype(float)
    written[members:] = 1
    month = Facts(
        roster,
        no_ties(80),
        contributions=written,
        contributed_before=written > 0,
        cohort=cohort,
        cohorts=("2026-01",),
    )
    assert shown_of("C5", month).get(("cohort:2026-01", "cohort")) == share


def test_c7_needs_ten_sheets_and_a_third_of_the_invited():
    values = found("C7", pulse=Pulse(tallies(12), invited=40))
    assert values[("firm", "")] == pytest.approx(3.25)
    assert values[("firm", "needs")] == 4
    assert values[("firm", "response")] == 0.3
    assert found("C7", pulse=Pulse(tallies(12), invited=41))[("firm", "")] is None
    twice = facts(pulse=Pulse(tallies(18), invited=20, largest=9), roster=small_roster(["a"] * 20))
    assert compute(METRICS["C7"], twice, Rule())[0].suppressed
    few = facts(pulse=Pulse(tallies(9), invited=20), roster=small_roster(["a"] * 20))
    assert compute(METRICS["C7"], few, Rule())[0].suppressed


def tallies(sheets):
    """Everybody answered 5, 3, 4, 4, 2, 2, 3, 3."""
    counts = np.zeros((8, 5), dtype=np.int64)
    counts[np.arange(8), np.array([5, 3, 4, 4, 2, 2, 3, 3]) - 1] = sheets
    return counts


def test_c8_who_knows_an_ambassador_and_who_writes():
    counts = counts_from(mutual((0, 2), (4, 5)), 8)
    ambassadors = np.arange(8) == 0
    team = np.arange(8) == 7
    values = found(
        "C8",
        counts=counts,
        ambassadors=ambassadors,
        posts=np.array([1.0, 1, 1, 0, 0, 0, 0, 1]),
        community_team=team,
    )
    assert values[("firm", "")] == 0.5
    assert values[("department:b", "")] == 0
    assert values[("firm", "members")] == 0.75
