"""What a number is held against, and what departments show month by month."""

import datetime as dt

import numpy as np
import pytest
from django.urls import reverse

from social.analytics.metrics import METRICS, compute
from social.analytics.metrics.facts import Addressed, Facts, no_ties
from social.analytics.metrics.standards import Standard, state
from social.analytics.models import Fill
from social.analytics.record.months import following, last_closed
from social.analytics.suppression import Rule
from social.analytics.told import Figure
from social.community.models import RoomSettings
from social.community.numbers import dashboard
from tests import factories
from tests.social.analytics.graphs import small_roster
from tests.social.analytics.numbers import tell


def cell(code, value, period=None, where="firm", **more):
    return Figure(
        metric=code, period=period or last_closed(), cell=where, value=value, n=20, **more
    )


@pytest.mark.parametrize(
    ("code", "value", "standard", "expected"),
    [
        ("A1", 0.81, Standard(), "good"),
        ("A1", 0.79, Standard(), "amber"),
        ("A1", 0.59, Standard(), "red"),
        ("C6", 0.51, Standard(), "red"),
        ("C6", 0.3, Standard(), "good"),
        ("A5", 12.6, Standard(before=[10, 10]), "amber"),
        ("A5", 12.5, Standard(before=[10, 10]), "good"),
        ("A5", 12.6, Standard(), ""),
        ("B1", 0.7, Standard(peers=0.7), "good"),
        ("B1", 0.69, Standard(peers=0.7), "amber"),
        ("B1", 0.69, Standard(), ""),
        ("A2", 8, Standard(target=8), "good"),
        ("A2", 9, Standard(target=8), "amber"),
        ("A2", 9, Standard(), ""),
        ("C2", 0.1, Standard(), ""),
        ("A1", None, Standard(), ""),
    ],
)
def test_each_number_is_held_against_what_its_definition_names(code, value, standard, expected):
    assert state(code, cell(code, value), standard) == expected


def test_a_year_without_a_month_that_can_be_shown_is_shown_as_a_whole():
    people = 30
    roster = small_roster(["a"] * people, ["board"] * 6 + ["employee"] * 24)

    def parts(month, year):
        def items(targets):
            return Addressed(
                np.arange(6, 6 + len(targets)), np.array(targets), np.zeros(len(targets))
            )

        facts = Facts(
            roster, no_ties(people), addressed=items(month), addressed_in_year=items(year)
        )
        found = compute(METRICS["B1"], facts, Rule())
        return {one.part: one.suppressed for one in found}

    assert parts([0, 1], [0, 1, 2, 3, 4]) == {"": True, "year": False}
    assert parts([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]) == {"": False}
    assert parts([0, 1], [0, 1]) == {"": True, "year": True}


@pytest.mark.django_db
def test_departments_have_their_months_and_the_lowest_is_named(community_manager, client_of):
    units = [factories.make_department(name) for name in ("Hall", "Office")]
    month, before = last_closed(), following(last_closed(), -1)
    for unit, now, then in zip(units, (0.9, 0.4), (0.2, 0.4), strict=True):
        where = f"department:{unit.pk}"
        tell("C8", month, where, value=now, low=now - 0.1, high=now + 0.05)
        tell("C8", before, where, value=then, low=then - 0.1, high=then + 0.05)
    Fill.objects.create(period=month, step="metrics")
    found = dashboard.evidence_of(METRICS["C8"], month)
    rows = {row.name: row for row in found.rows}
    assert rows["Hall"].months[-2:] == [
        "około 20\N{NO-BREAK SPACE}%",
        "około 90\N{NO-BREAK SPACE}%",
    ]
    assert (rows["Hall"].change, rows["Office"].change) == ("better", "")
    assert found.lowest.name == "Office"
    html = (
        client_of(community_manager)
        .get(reverse("community:metric", args=["ambassador-reach"]))
        .content
    )
    assert b"Office" in html


@pytest.mark.django_db
def test_ones_own_target_for_answers_is_set_in_the_room(community_manager, client_of):
    month = last_closed()
    tell("A2", month, value=9.0)
    Fill.objects.create(period=month, step="metrics")
    RoomSettings.objects.create(pk=1, answer_target=8)
    readings = dashboard.metrics_by_goal(month)[0][2]
    assert {one.metric.code: one.state for one in readings}["A2"] == "amber"


@pytest.mark.django_db
def test_a_stage_that_was_reached_stays_reached_when_names_are_forgotten(
    community_manager, company
):
    page = factories.make_knowledge("Decision")
    where = f"page:{page.pk}|department:{company.units[0].pk}"
    for period, value in ((following(last_closed(), -1), 0.8), (last_closed(), 0.3)):
        tell(metric="P", part="saw", period=period, cell=where, value=value, n=15, contributors=9)
    tell(metric="P", part="asked", period=dt.date(2020, 1, 1), cell=where, suppressed=True)
    ((_project, (path,)),) = dashboard.paths(community_manager)[0]
    ((_name, cells, stop, later),) = path.rows
    assert cells[0][1] == "około 80\N{NO-BREAK SPACE}%"
    assert (cells[2][0], stop, later) == ("heat-none", "saw", True)
