"""The room's numbers in the ledger: attacked together with everything else that was told.

Across reports, filters, months, exports and languages, by an attacker of our own: not the code of
the audit. Firms with many small departments, and people who come, go and move.
"""

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ground.queues.models import SetAside
from social.activity.models import Verb
from social.analytics import refresh as refreshing
from social.analytics import told
from social.analytics.analysis.roster import Roster, make_roster
from social.analytics.carried import carry_old_numbers
from social.analytics.figures import Figures
from social.analytics.metrics import METRICS
from social.analytics.metrics.facts import Facts, no_ties
from social.analytics.metrics.registry import figures_of
from social.analytics.models import Enrolment, Fill, MetricCell, Release, RosterEntry
from social.analytics.nightly import audit_all
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.record.months import following, last_closed
from social.analytics.release import _audited, published
from social.analytics.shares import Published, Share, share_stored
from social.analytics.suppression import FIRM, Rule
from social.analytics.together import Month, Told, named_together
from social.community.mine import actions
from social.community.reports import text as reports
from tests.social.company import at, event, last_month

SMALL = 10
OF_PEOPLE = ("C4", "C5")


# A firm over three months, and what its people did ------------------------------------------------


@st.composite
def histories(draw: Any) -> list[tuple[Roster, Facts]]:
    """Rosters and acts of three months; a few join, leave or move each month."""
    size = draw(st.integers(30, 160))
    rng = random.Random(draw(st.integers(0, 10**6)))
    share = draw(st.sampled_from([0.05, 0.3, 0.6, 0.9, 0.97, 1.0]))
    kinds = rng.randint(2, 9)
    weights = [rng.random() ** 2 + 0.02 for _ in range(kinds)]
    home = dict(enumerate(rng.choices(range(1, kinds + 1), weights, k=size)))
    wrote: set[int] = {p for p in home if rng.random() < share}
    found = []
    for _month in range(3):
        for person in rng.sample(sorted(home), 3):
            change = rng.random()
            if change < 0.3:
                del home[person]
            elif change < 0.6:
                home[person] = rng.randint(1, kinds)
            else:
                home[max(home) + 1] = rng.randint(1, kinds)
        before, wrote = wrote, {p for p in home if rng.random() < share}
        people = sorted(home)
        roster = make_roster(people, [home[p] for p in people])
        flags = partial(_flags, people)
        facts = Facts(
            roster,
            no_ties(len(people)),
            contributions=flags(wrote).astype(np.float64),
            contributed_before=flags(before),
            readers=flags(wrote | {p for p in home if rng.random() < share}),
        )
        found.append((roster, facts))
    return found


def _flags(people: list[int], chosen: set[int]) -> np.ndarray:
    return np.array([person in chosen for person in people], dtype=np.bool_)


def told_of(history: list[tuple[Roster, Facts]], *, audited: bool = True) -> list[Month]:
    """What `release` would have written, month after month."""
    months: list[Month] = []
    for roster, facts in history:
        new: dict[str, Told] = {}
        for code in OF_PEOPLE:
            figures = figures_of(METRICS[code], facts).only("", told.LARGE)
            new[code] = Told(figures.published(Rule()), figures.ratios)
        frozen = rosters.for_the_ledger(roster)
        passed = _audited(new, [], frozen, months[-1:]) if audited else new
        months.append(Month(frozen, list(passed.values())))
    return months


# An attacker of our own: not the code of the audit ------------------------------------------------


def small_ranges(months: list[Month]) -> Iterator[tuple[str, float, float]]:
    """(what, least, greatest) of every set of people in every group under ten.

    One variable for each person and set: no atoms, no shortcuts.
    """
    index: dict[tuple[int, str, int], int] = {}

    def variable(month: int, name: str, person: int) -> int:
        return index.setdefault((month, name, person), len(index))

    rows: list[dict[int, float]] = []
    limits: list[float] = []

    def at_most(terms: dict[int, float], limit: float) -> None:
        rows.append(terms)
        limits.append(limit)

    groups: list[dict[str, list[int]]] = []
    for month in months:
        by: dict[str, list[int]] = {FIRM: list(month.roster.people)}
        for person, group in zip(
            month.roster.people, month.roster.tables["department"], strict=True
        ):
            by.setdefault(group, []).append(person)
        groups.append(by)
    for n, month in enumerate(months):
        for one in month.told:
            for cell in one.cells:
                if cell.share is None or cell.part not in one.ratios:
                    continue
                ratio, people = one.ratios[cell.part], groups[n][cell.group]
                hits = [variable(n, ratio.hits, p) for p in people]
                if ratio.cases == "everyone":
                    low, high = cell.share.hits(len(people))
                    at_most(dict.fromkeys(hits, 1.0), high)
                    at_most(dict.fromkeys(hits, -1.0), -max(low, 5))
                    continue
                cases = [variable(n, ratio.cases, p) for p in people]
                least, most = share_ends(cell.share)
                at_most(dict.fromkeys(hits, 1.0) | dict.fromkeys(cases, -most), 0)
                at_most(dict.fromkeys(hits, -1.0) | dict.fromkeys(cases, least), 0)
                at_most(dict.fromkeys(cases, -1.0), -5)
    known = {(n, name) for n, name, _person in index}
    for n, by in enumerate(groups):
        for person in by[FIRM]:
            for inner, outer in (("both", "before"), ("both", "wrote")):
                if {(n, inner), (n, outer)} <= known:
                    at_most({variable(n, inner, person): 1, variable(n, outer, person): -1}, 0)
            if n and person in groups[n - 1][FIRM] and {(n, "before"), (n - 1, "wrote")} <= known:
                same = (variable(n, "before", person), variable(n - 1, "wrote", person))
                at_most({same[0]: 1, same[1]: -1}, 0)
                at_most({same[0]: -1, same[1]: 1}, 0)
    if not rows:
        return
    matrix = np.zeros((len(rows), len(index)))
    for at_, terms in enumerate(rows):
        for column, weight in terms.items():
            matrix[at_, column] = weight
    for n, name in sorted(known):
        for group, people in groups[n].items():
            if len(people) >= SMALL:
                continue
            aim = np.zeros(len(index))
            aim[[variable(n, name, p) for p in people]] = 1
            ends = [
                linprog(sign * aim, A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs")
                for sign in (1, -1)
            ]
            if ends[0].x is not None and ends[1].x is not None:
                yield f"{n} {name} {group}", ends[0].fun, -ends[1].fun


def share_ends(share: Share) -> tuple[float, float]:
    if share.kind == "about":
        return (share.percent - 2.5) / 100, (share.percent + 2.5) / 100
    return (0, share.percent / 100) if share.kind == "under" else (share.percent / 100, 1)


def exact(months: list[Month]) -> list[str]:
    return [
        what
        for what, low, high in small_ranges(months)
        if np.floor(high + 1e-6) - np.ceil(low - 1e-6) < 1
    ]


@settings(max_examples=12, deadline=None)
@given(histories())
def test_no_set_of_a_small_group_is_exact_over_three_months(history):
    months = told_of(history)
    assert not exact(months)


@settings(max_examples=25, deadline=None)
@given(histories())
def test_hidden_departments_are_none_or_two_that_are_ten_together(history):
    for month in told_of(history):
        column = list(month.roster.tables["department"])
        for one in month.told:
            for part in {cell.part for cell in one.cells}:
                cells = [c for c in one.cells if c.part == part and c.table == "department"]
                hidden = [column.count(c.group) for c in cells if not c.is_shown]
                assert all(column.count(c.group) >= SMALL for c in cells if c.is_shown)
                if hidden and len(hidden) < len(cells):
                    assert len(hidden) >= 2 and sum(hidden) >= SMALL


def small_firm(*cells: Published, ratio: str = "C4") -> Month:
    """Three departments: 40, 12 and 4 people."""
    sizes = {"department:1": 40, "department:2": 12, "department:3": 4}
    column = [name for name, size in sizes.items() for _ in range(size)]
    roster = rosters.for_the_ledger(
        make_roster(range(56), [name.partition(":")[2] for name in column])
    )
    return Month(roster, [Told(cells, METRICS[ratio].ratios)])


def cell(group: str, share: Share | None) -> Published:
    return Published("" if group == FIRM else "department", group, share)


class Exact(Share):
    """A share as it was told before there were steps."""

    def hits(self, people: int) -> tuple[int, int]:
        return self.percent * people // 100, self.percent * people // 100


def test_the_audit_refuses_what_would_name_somebody():
    """Each rule that is taken out of what was told is caught."""
    everybody = Exact("about", 100)
    passes = [cell(FIRM, Share("over", 90)), *(cell(f"department:{n}", None) for n in (1, 2, 3))]
    assert not named_together([small_firm(*passes)])
    alone = [
        cell(FIRM, Share("over", 90)),
        cell("department:1", Share("over", 90)),
        cell("department:2", Share("over", 80)),
        cell("department:3", None),
    ]
    assert named_together([small_firm(*alone)])  # no complement
    small = [*alone[:3], cell("department:3", Share("over", 80))]
    assert named_together([small_firm(*small)])  # four people are shown
    exactly = [cell(FIRM, everybody), *passes[1:]]
    assert named_together([small_firm(*exactly)])  # everybody did it


def test_two_months_together_tell_what_each_alone_does_not():
    """Nobody of a small department came back, and whoever wrote the month before is known."""
    before = small_firm(
        cell(FIRM, Exact("about", 100)), *(cell(f"department:{n}", None) for n in (1, 2, 3))
    )
    back = small_firm(
        cell(FIRM, Share("over", 90)),
        *(cell(f"department:{n}", None) for n in (1, 2, 3)),
        ratio="C5",
    )
    assert not named_together([back])
    assert named_together([before, back])  # its authors of the month before are exact


# The room itself ----------------------------------------------------------------------------------


@pytest.fixture
def counted(company):
    for back in (2, 1, 0):
        when = at(following(last_closed(), -back).replace(day=10))
        company.talk(when=when)
        for person in company.people[back::3]:
            event(person, Verb.VIEWED, when=when)
    refreshing.refresh()
    return company


@pytest.mark.django_db
def test_all_numbers_of_the_room_are_releases_and_nothing_else_is_kept(counted):
    assert not MetricCell.objects.exists()
    rows = Release.objects.filter(event__startswith="room:")
    assert {row.event.partition(":")[2] for row in rows} >= set(METRICS)
    assert all(row.enrolment is not None for row in rows)
    assert {row.enrolment.event for row in rows} == {"room"}
    assert audit_all() == 0
    assert not rows.filter(audited_at=None).exists()


@pytest.mark.django_db
def test_what_the_room_shows_exports_and_reports_is_what_the_ledger_holds(
    counted, community_manager, client_of
):
    """Other filters, months, languages and formats are no other looks at the data."""
    client = client_of(community_manager)
    ledger = {
        (one.metric, one.part, f"{one.period:%Y-%m}", one.cell): one.value
        for one in told.shown(told.figures(METRICS) + told.figures(METRICS, part=told.COHORT))
    }
    seen = set()
    for language in ("pl", "en"):
        client.cookies["django_language"] = language
        text = client.get(reverse("community:export", args=["csv"])).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if language == "pl" else ","))
        assert len(rows) == len(ledger)
        exported = [
            (r["metric"], r["part"], r["period"], float(r["value"].replace(",", "."))) for r in rows
        ]
        seen.add(tuple(exported))
        assert sorted(exported) == sorted(
            (METRICS[code].name, part, month, value)
            for (code, part, month, _cell), value in ledger.items()
        )
    assert len(seen) == 1
    for month in (last_closed(), following(last_closed(), -1)):
        report = reports.draft(month, "en")
        values = {name: value for _number, name, _title, value in reports.cited(report)}
        of_month = {
            METRICS[one.metric].name
            for one in told.shown(told.of_firm(METRICS, [month]))
            if not one.part
        }
        assert {name for name in values if "." not in name} <= of_month


@pytest.mark.django_db
def test_what_was_told_never_moves(counted):
    """Late events, objections, leavers, another roster, a month that is counted again."""

    def kept() -> list[Any]:
        return list(Release.objects.order_by("pk").values("event", "period", "cells"))

    before = kept()
    event(counted.people[5], Verb.COMMENTED, target=counted.people[6], when=at(last_month(20)))
    actions.object_to_analysis(counted.people[3])
    counted.people[4].delete()
    RosterEntry.objects.filter(person=counted.people[7]).delete()
    Fill.objects.all().delete()
    refreshing.refresh()
    assert kept() == before
    assert audit_all() == 0


@pytest.mark.django_db
def test_the_night_withdraws_a_number_of_the_room_that_names_somebody(counted):
    row = Release.objects.filter(event="room:C4").latest("number")
    people = row.enrolment.population.members
    lab = f"department:{counted.units[2].pk}"
    assert [member[1] for member in people].count(lab) < SMALL
    row.cells = [
        {**one, "kind": "over", "percent": 80} if one["group"] == lab else one for one in row.cells
    ]
    row.save()
    assert audit_all() == 1
    assert published(["room:C4"])["room:C4"][-1].state == "hidden"
    assert not told.shown(told.figures(["C4"], [last_closed()]))


@pytest.mark.django_db
def test_an_adaptive_editor_who_asks_again_learns_nothing(counted):
    """Three hundred tries: someone is taken out of a roster, put back, a month is asked anew."""
    rng, target = random.Random(3), counted.people[0].pk
    month = Period.last_closed()
    answers = set()
    for _edit in range(300):
        people = [p.pk for p in counted.people if p.pk != target or rng.random() < 0.5]
        roster = make_roster(people, [1] * len(people))
        did = np.array([rng.random() < 0.5 for _ in people])
        facts = Facts(roster, no_ties(len(people)), contributions=did.astype(np.float64))
        refreshing._tell(month, roster, {"room:C4": figures_of(METRICS["C4"], facts)})
        answers.add(tuple(published(["room:C4"], [month.label])["room:C4"][-1].cells))
    assert len(answers) == 1
    assert Enrolment.objects.filter(event="room").count() == Fill.objects.count()


@pytest.mark.django_db
def test_a_metric_that_fails_is_set_aside_and_told_later(company, monkeypatch):
    company.talk()
    broken = METRICS["A5"].compute

    def fail(facts: Facts) -> list[Any]:
        raise ValueError("a bad row")

    object.__setattr__(METRICS["A5"], "compute", fail)
    try:
        refreshing.refresh()
        assert not Release.objects.filter(event="room:A5", period=f"{last_closed():%Y-%m}").exists()
    finally:
        object.__setattr__(METRICS["A5"], "compute", broken)
    assert told.shown(told.figures(["C4"], [last_closed()]))
    waiting = SetAside.objects.filter(queue="community-metric")
    assert f"{last_closed():%Y-%m}:A5" in set(waiting.values_list("key", flat=True))
    refreshing.COUNTING.again(f"{last_closed():%Y-%m}:A5")
    assert Release.objects.filter(event="room:A5", period=f"{last_closed():%Y-%m}").exists()


@pytest.mark.django_db
def test_filling_a_month_costs_the_same_queries_whatever_was_told(counted):
    found = {}
    for many in (1, 18):
        month = Period.month(dt.date(2020 + many, 1, 1))
        roster = make_roster(range(many, many + 60), [n % 3 for n in range(60)])
        figures = {f"room:X{n}": Figures(lambda rule: []) for n in range(many)}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            refreshing._tell(month, roster, figures)
        found[many] = len(queries)
    assert found[1] == found[18]


# Numbers of before the ledger ---------------------------------------------------------------------


@pytest.mark.django_db
def test_numbers_of_before_are_carried_over_as_they_were_shown(
    company, community_manager, client_of
):
    month, unit = last_closed(), company.units[0].pk
    rosters.freeze(Period.month(month))
    Fill.objects.create(period=month, step="metrics", finished_at=timezone.now())
    rows = [
        ("C4", "", "firm", 0.95, None),
        ("C4", "", f"department:{unit}", 0.8, None),
        ("A2", "", "firm", 5.5, 40),
        ("C1", "table", f"department:{unit}|department:{company.units[1].pk}", 3.0, 30),
        ("C5", "cohort", "cohort:2025-01", 0.6, None),
        ("C2", "", "firm", 0.87, 143),  # exact, with its count: of before there were steps
        ("C2", "", f"department:{unit}", 1.0, 15),
        ("P", "saw", "page:17|firm", 0.4, None),
        ("P", "asked", "page:17|firm", None, None),
    ]
    MetricCell.objects.bulk_create(
        MetricCell(
            metric=code, part=part, period=month, cell=name, value=value, n=n,
            suppressed=value is None,
        )
        for code, part, name, value, n in rows
    )  # fmt: skip
    assert carry_old_numbers() == 1
    assert carry_old_numbers() == 0
    assert not MetricCell.objects.exists()
    found = {(one.metric, one.cell): one for one in told.figures(METRICS)}
    assert found["C4", "firm"].value == 0.95
    assert (found["A2", "firm"].value, found["A2", "firm"].n) == (5.5, 40)
    assert (found["C2", "firm"].value, found["C2", "firm"].n) == (0.85, None)
    assert found["C2", f"department:{unit}"].value == 0.92
    assert [one.value for one in told.figures(["C1"], [month], told.TABLE)] == [3.0]
    assert told.figures(["C5"], part=told.COHORT)[0].value == 0.6
    ((page, listed),) = told.paths().items()
    assert page == 17
    assert {c.part: c.share for c in listed[0].cells} == {
        "saw": share_stored(0.4),
        "asked": None,
    }
    assert refreshing.refresh() >= 0  # the month was counted: it stays as it is
    assert {one.value for one in told.figures(["C4"], [month])} == {0.95, 0.8}
    html = client_of(community_manager).get(reverse("community:numbers")).content.decode()
    assert "5,5" in html
