"""Attacks on what is hidden: differencing departments, months and exports."""

import csv
import datetime as dt
import io
import re
from itertools import pairwise

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from social.activity.models import Verb
from social.analytics import refresh, told
from social.analytics.metrics import METRICS
from social.analytics.metrics.registry import Unit
from social.analytics.models import Fill, RosterEntry
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.record.month import facts_of
from social.analytics.record.months import following, last_closed
from social.community.mine import actions
from social.community.models import Report, RoomSettings
from social.community.reports import text as reports
from social.people.models import User
from tests import factories
from tests.html import tight
from tests.social.analytics.attacks import equations, solved
from tests.social.analytics.numbers import numbers, tell
from tests.social.company import at, event, last_month

pytestmark = pytest.mark.django_db
JOINED = dt.date(2020, 1, 1)


@pytest.fixture
def counted(company):
    """Two counted months; the three people of the Lab are too few to be shown."""
    earlier = at(following(last_closed(), -1).replace(day=10))
    company.talk(when=earlier)
    company.talk()
    lab = company.of("Lab")[0]
    event(lab, Verb.COMMENTED, target=company.people[0], when=at(last_month(12)))
    refresh.refresh()
    return company


def shown(code="C4", part="", period=None):
    rows = numbers(code, part, period or last_closed())
    return {cell.cell: cell for cell in rows if not cell.suppressed}


def remainder(period, cells) -> int:
    """People of the month's roster who are in none of the shown departments."""
    units = [name.partition(":")[2] for name in cells if name.startswith("department:")]
    return (
        RosterEntry.objects.filter(period=period).exclude(unit__in=[u for u in units if u]).count()
    )


def test_subtracting_departments_from_the_firm_never_isolates_the_small_one(counted):
    for period in (last_closed(), following(last_closed(), -1)):
        for code in ("C2", "C4", "C5", "B3"):
            cells = shown(code, period=period)
            if "firm" not in cells:
                continue
            rest = remainder(period, cells)
            assert rest == 0 or rest >= 10, (code, rest)
            assert f"department:{counted.units[2].pk}" not in cells


def test_hidden_cells_hold_nothing_in_the_table_itself(counted):
    hidden = [cell for cell in numbers() if cell.suppressed]
    assert hidden
    for cell in hidden:
        assert (cell.value, cell.low, cell.high, cell.n, cell.contributors) == (None,) * 5


def test_exports_hold_the_same_shown_cells_and_no_edges(counted, community_manager, client_of):
    client = client_of(community_manager)
    text = client.get(reverse("community:export", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows
    assert all("|" not in row["cell"] and row["value"] for row in rows)
    assert not any(row["cell"] == "Lab" for row in rows)
    content = client.get(reverse("community:export", args=["xlsx"])).content
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == len(rows) + 1
    names = {str(person) for person in counted.people}
    assert not any(str(cell.value) in names for row in sheet.iter_rows() for cell in row)


def test_two_exports_around_an_objection_differ_in_nothing(counted, community_manager, client_of):
    """Else the difference would be the objecting person's own numbers."""
    client = client_of(community_manager)
    address = reverse("community:export", args=["csv"])
    before = client.get(address).content
    actions.object_to_analysis(counted.people[3])
    refresh.refresh()
    assert client.get(address).content == before


def test_daily_refreshes_show_no_running_numbers(counted, community_manager, client_of):
    client = client_of(community_manager)
    address = reverse("community:export", args=["csv"])
    before = client.get(address).content
    event(counted.people[5], Verb.COMMENTED, target=counted.people[6], when=at(last_month(20)))
    refresh.refresh()
    assert client.get(address).content == before


def test_no_page_of_numbers_names_anybody(counted, community_manager, client_of):
    client = client_of(community_manager)
    for name in ("overview", "numbers", "organisation", "cohorts", "projects", "outcomes"):
        html = client.get(reverse(f"community:{name}")).content.decode()
        assert not any(person.full_name in html for person in counted.people)


def test_a_formula_in_a_department_name_stays_text(counted, community_manager, client_of):
    unit = counted.units[0]
    unit.name = "=1+1"
    unit.save()
    tell(
        metric="A1", period=dt.date(2020, 1, 1), cell=f"department:{unit.pk}", value=0.5, n=20,
        contributors=9,
    )  # fmt: skip
    text = (
        client_of(community_manager).get(reverse("community:export", args=["csv"])).content.decode()
    )
    assert ";'=1+1;" in text
    assert ";=1+1" not in text


def test_an_empty_part_stays_empty_in_the_export(counted, community_manager, client_of):
    client = client_of(community_manager)
    text = client.get(reverse("community:export", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert "" in {row["part"] for row in rows}
    assert not any(value.startswith("'") for row in rows for value in row.values())


def test_what_is_shown_of_every_metric_leaves_no_small_remainder(counted):
    """Whatever metric and part: the firm less its shown departments is nobody or ten people."""
    lab = f"department:{counted.units[2].pk}"
    for period in (last_closed(), following(last_closed(), -1)):
        rows = [one for one in numbers(period=period) if "|" not in one.cell]
        for code, part in {(one.metric, one.part) for one in rows}:
            cells = shown(code, part, period)
            homes = {name: cell for name, cell in cells.items() if name.startswith("department:")}
            if "firm" not in cells or not homes:
                continue
            rest = remainder(period, homes)
            assert rest == 0 or rest >= 10, (code, part, rest)
            assert lab not in homes, (code, part)


def test_two_months_never_differ_by_one_joiner(counted):
    """Cells of a month hold the roster of its first day: joining inside it changes nothing."""
    period = last_closed()
    before = {cell.cell: cell.value for cell in shown("C4", period=period).values()}
    entries = RosterEntry.objects.filter(period=period).count()
    factories.make_person(
        "Nowa", department=counted.units[0], level=counted.staff, start_date=last_month(5)
    )
    Fill.objects.filter(period=period).delete()
    refresh.refresh()
    assert {cell.cell: cell.value for cell in shown("C4", period=period).values()} == before
    assert RosterEntry.objects.filter(period=period).count() == entries


def test_pages_say_nothing_about_a_hidden_department(counted, community_manager, client_of):
    client = client_of(community_manager)
    for name in (metric.name for metric in METRICS.values()):
        answer = client.get(reverse("community:metric", args=[name]))
        assert answer.status_code == 200
        html = answer.content.decode()
        for row in tight(html).split("<tr>")[1:]:
            if ">Lab<" in row:
                assert "%" not in row.split("</tr>")[0], name
    csv_ = client.get(reverse("community:export", args=["csv"])).content.decode()
    assert "Lab" not in csv_


def test_the_report_for_the_board_names_groups_only(counted, community_manager, client_of):
    client = client_of(community_manager)
    client.post(reverse("community:create-report"), {"month": f"{last_closed():%Y-%m}"})
    for report in Report.objects.all():
        html = client.get(report.get_absolute_url()).content.decode()
        assert "Lab" not in html
        assert not any(person.full_name in html for person in counted.people)


def test_the_index_of_a_department_does_not_give_its_hidden_pair_away(company):
    """E = 2·I·(1+EI)/(1−EI), less the pairs that are shown, is the one pair that is hidden."""
    plant, sales = company.of("Plant"), company.of("Sales")
    for unit, many in (("Shop", 12), ("Depot", 12), ("Yard", 10)):
        home = factories.make_department(unit, company.units[0].get_parent())
        for number in range(many):
            factories.make_person(
                f"{unit}{number}", department=home, level=company.staff, start_date=JOINED
            )
    shop, depot, yard = (
        list(User.objects.filter(department__name=unit).order_by("pk"))
        for unit in ("Shop", "Depot", "Yard")
    )
    for a, b in ((shop, plant), (depot, plant), (shop, depot), (shop, sales)):
        meet(zip(a, b, strict=False))
    for unit in (shop, depot, yard, plant, sales):
        meet(pairwise(unit))
    meet([(depot[0], sales[0])])
    refresh.refresh()
    cells = {**shown("C1"), **shown("C1", "table")}
    hidden_pair = f"department:{company.units[0].pk}|department:{depot[0].department_id}"
    assert "firm" in cells
    assert any(one.cell == hidden_pair and one.suppressed for one in numbers())
    period = last_closed()
    roster = rosters.roster_of(Period.month(period))
    pairs = {
        cell.cell: int(cell.value)
        for cell in METRICS["C1"].compute(facts_of(Period.month(period), roster))
        if cell.part == "table"
    }
    assert pairs[hidden_pair] == 1
    assert not solved(cells, pairs)
    for owner, terms in equations(cells, pairs).items():
        assert len([pair for pair in terms if pair not in cells]) != 1, owner


def meet(people):
    """Both comment to each other."""
    for one, other in people:
        for a, b in ((one, other), (other, one)):
            event(a, Verb.REPLIED, target=b, when=at(last_month()))


def test_no_exact_share_and_no_count_beside_one_leaves_the_room(counted):
    """Whole percentages are exact counts up to a hundred people."""
    shares = [
        (metric.code, part)
        for metric in METRICS.values()
        for part in ["", *metric.part_units]
        if metric.unit_of(part) is Unit.SHARE
    ]
    rows = [row for row in numbers() if (row.metric, row.part) in shares and not row.suppressed]
    assert rows
    for row in rows:
        assert row.value is not None
        percent = round(100 * row.value, 6)
        assert percent in {5, 8, 92, 95} or (percent % 5 == 0 and 10 <= percent <= 90), row
        assert (row.n, row.contributors) == (None, None)


def test_the_off_switch_of_the_works_council_leaves_no_number_anywhere(
    counted, community_manager, client_of
):
    client = client_of(community_manager)
    for language in ("pl", "en"):
        reports.draft(last_closed(), language)
    RoomSettings.objects.update_or_create(pk=1, defaults={"group_numbers": False})
    assert not numbers() and not told.figures(METRICS)
    for name in ("overview", "numbers", "organisation", "cohorts", "projects"):
        text = client.get(reverse(f"community:{name}")).content.decode()
        assert not re.search(r'(num|stat__value|bars__value)"[^>]*>\s*(około|ponad|poniżej)', text)
    for kind in ("csv", "xlsx"):
        response = client.get(reverse("community:export", args=[kind]))
        if kind == "csv":
            assert len(response.content.decode().strip().splitlines()) == 1
    for report in Report.objects.all():
        for name in ("report", "report-pdf"):
            assert client.get(reverse(f"community:{name}", args=[report.pk])).status_code == 404
    Fill.objects.all().delete()
    assert refresh.refresh() == 0
    RoomSettings.objects.update(group_numbers=True)
    assert told.figures(METRICS)
