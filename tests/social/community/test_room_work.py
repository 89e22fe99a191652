"""The room at work: cohorts that do not drift, drafts, a deputy, paths for everybody."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from social.analytics import refresh
from social.analytics.metrics import METRICS
from social.analytics.models import Fill, FirstContribution
from social.analytics.period import Period
from social.analytics.record import cohorts as firsts
from social.analytics.record import rosters
from social.analytics.record.month import facts_of
from social.analytics.record.months import following, last_closed
from social.community.mine import actions
from social.community.models import Item, RoomSettings
from social.community.numbers import charts, dashboard
from social.community.queue.run import run
from tests import factories
from tests.html import tight
from tests.social.analytics.numbers import forget, tell
from tests.social.community.test_queue import LONG_AGO, NOW, ask
from tests.social.company import at, event

pytestmark = pytest.mark.django_db


def wrote(company, person, months_ago):
    day = following(last_closed(), -months_ago) + dt.timedelta(days=9)
    event(person, Verb.COMMENTED, page=company.page, when=at(day))


@pytest.fixture
def writers(company):
    company.page = factories.make_news("Talk")
    Event.objects.filter(page=company.page).delete()
    return company


def cohort_of(person, period):
    rosters.freeze(Period.month(period))
    firsts.note_firsts(Period.month(period))
    facts = facts_of(Period.month(period), rosters.roster_of(Period.month(period)))
    at_ = facts.cohort[facts.roster.index[person.pk]]
    return facts.cohorts[at_] if at_ >= 0 else None


def test_somebodys_cohort_stays_the_same_as_the_months_that_are_read_move_on(writers):
    person = writers.people[5]
    for months_ago in (10, 4, 0):
        wrote(writers, person, months_ago)
    first = f"{following(last_closed(), -10):%Y-%m}"
    assert cohort_of(person, following(last_closed(), -4)) == first
    later = following(last_closed(), 5)  # the first contribution is no longer among those read
    assert cohort_of(person, later) == first


def test_who_wrote_in_the_oldest_month_that_is_read_has_no_cohort(writers):
    person = writers.people[5]
    wrote(writers, person, 12)
    wrote(writers, person, 0)
    assert cohort_of(person, last_closed()) is None
    assert cohort_of(person, following(last_closed())) is None


def test_objecting_forgets_the_first_contribution(writers):
    person = writers.people[5]
    wrote(writers, person, 1)
    firsts.note_firsts(Period.last_closed())
    actions.object_to_analysis(person)
    firsts.note_firsts(Period.last_closed())
    assert not FirstContribution.objects.filter(person=person).exists()


def test_the_heat_map_begins_with_the_first_column_that_says_something():
    for age, value in ((10, 0.8), (11, 0.6)):
        tell(
            metric="C5", part="cohort", cell="cohort:2024-12", value=value, n=60, contributors=60,
            period=following(dt.date(2024, 12, 1), age),
        )  # fmt: skip
    heat = dashboard.cohort_heat()
    assert heat.ages == [10, 11]
    assert [value for _, value in heat.rows[0][1]] == ["około 80\N{NO-BREAK SPACE}%", "około 60\N{NO-BREAK SPACE}%"]  # fmt: skip


@pytest.mark.parametrize(
    "rule", ["newcomers", "silent-department", "few-helpers", "ambassador-unknown", "could-meet"]
)
def test_lines_about_groups_come_with_words_to_start_from(
    rule, company, community_manager, employee, client_of
):
    data = {"department": company.units[0].pk, "other": company.units[1].pk, "count": 12}
    item = Item.objects.create(rule=rule, key="x", data={**data, "share": 30, "silent": True})
    address = reverse("community:draft", args=[item.pk])
    assert address in client_of(community_manager).get(reverse("community:queue")).content.decode()
    html = client_of(community_manager).get(address).content.decode()
    assert ("Sales" in html) is (rule in {"silent-department", "ambassador-unknown", "could-meet"})
    assert client_of(employee).get(address).status_code == 403


def test_a_line_about_a_page_has_no_draft(company, community_manager, client_of):
    page = ask(company.people[10])
    item = Item.objects.create(rule="unanswered", key="x", page=page, data={"hours": 80})
    address = reverse("community:draft", args=[item.pk])
    assert client_of(community_manager).get(address).status_code == 404


def test_an_answer_that_could_be_a_guide_leads_to_writing_it(company, community_manager, client_of):
    page = ask(company.people[10])
    Item.objects.create(
        rule="guide-wanted", key="x", page=page, data={"readers": 30, "comment": 77}
    )
    html = client_of(community_manager).get(reverse("community:queue")).content.decode()
    assert reverse("blog:guide-from-thread", args=[77]) in html


def test_a_search_that_finds_nothing_leads_to_writing_what_is_missing(community_manager, client_of):
    Item.objects.create(rule="search", key="x", data={"title": "klucze", "count": 5})
    client = client_of(community_manager)
    address = reverse("blog:propose", args=["guide"])
    assert f'href="{address}"' in client.get(reverse("community:queue")).content.decode()
    assert client.get(address).status_code == 200


def test_the_queue_goes_on_on_further_pages(company, community_manager, client_of):
    page = factories.make_news("Old")
    for number in range(65):
        Item.objects.create(rule="review", key=str(number), page=page, data={"days": number})
    client, address = client_of(community_manager), reverse("community:queue")
    seen = set()
    for number in (1, 2, 3):
        answer = client.get(address, {"page": number, "kind": "review"})
        seen |= {entry.thing.pk for entry in answer.context["items"]}
    assert len(seen) == 65
    html = tight(answer.content.decode())
    assert 'aria-current="page" href="?page=3&amp;kind=review"' in html
    acting = reverse("community:act", args=[answer.context["items"][0].thing.pk])
    assert f'action="{acting}?page=3&amp;kind=review"' in html
    answer = client.post(f"{acting}?page=3&kind=review", {"act": "done", "outcome": "helped"})
    assert answer["Location"] == f"{address}?kind=review&page=3"


def settings_with(client, **changes):
    address = reverse("community:settings")
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return client.post(address, {**data, **changes})


def test_a_deputy_hears_of_it_and_gets_the_new_lines(company, community_manager, client_of):
    deputy = factories.make_person("Olga", groups=["Community managers"])
    client = client_of(community_manager)
    assert "deputy_until" in settings_with(client, deputy=deputy.pk).context["form"].errors
    gone = timezone.localdate() - dt.timedelta(days=1)
    answer = settings_with(client, deputy=deputy.pk, deputy_until=gone.isoformat())
    assert "deputy_until" in answer.context["form"].errors
    until = timezone.localdate() + dt.timedelta(days=7)
    answer = settings_with(client, deputy=deputy.pk, deputy_until=until.isoformat())
    assert answer.status_code == 302
    told = Event.objects.get(verb=Verb.TOLD, target=deputy)
    with translation.override("en"):
        assert sentence_of(told).startswith("You cover the community's queue until")
    for number in range(12):  # some may be held out
        ask(company.people[10], f"How {number}?", when=LONG_AGO)
    run(NOW)
    lines = Item.objects.filter(rule="unanswered")
    assert {line.owner for line in lines.filter(held_out=False)} == {deputy}
    assert not lines.filter(held_out=True).exclude(owner=None).exists()
    RoomSettings.objects.update(deputy_until=gone)
    Item.objects.all().delete()
    run(NOW)
    assert not Item.objects.exclude(owner=None).exists()


def test_the_working_day_ends_after_it_starts_and_nobody_is_their_own_deputy(
    community_manager, client_of
):
    client, until = client_of(community_manager), timezone.localdate() + dt.timedelta(days=7)
    client.cookies["django_language"] = "en"
    form = settings_with(client, opens=18, closes=9).context["form"]
    assert form.errors == {"closes": ["The working day must end after it starts."]}
    form = settings_with(client, deputy=community_manager.pk, deputy_until=until).context["form"]
    assert "deputy" in form.errors
    room = RoomSettings.objects.create(pk=1, deputy=community_manager, deputy_until=until)
    assert settings_with(client, hand_over="Soon back").status_code == 302
    room.refresh_from_db()
    assert (room.deputy, room.hand_over) == (community_manager, "Soon back")


def test_the_hand_over_note_stands_above_the_goals_while_somebody_covers(
    community_manager, client_of
):
    deputy = factories.make_person("Olga", groups=["Community managers"])
    until = timezone.localdate() + dt.timedelta(days=7)
    RoomSettings.objects.create(pk=1, deputy=deputy, deputy_until=until, hand_over="Ask Ewa")
    client, address = client_of(community_manager), reverse("community:overview")
    html = client.get(address).content.decode()
    assert html.index("Ask Ewa") < html.index('id="hand"')
    assert html.count("Ask Ewa") == 1
    RoomSettings.objects.update(deputy=None, deputy_until=None)
    html = client.get(address).content.decode()
    assert html.index("Ask Ewa") > html.index('id="hand"')


def test_a_counted_month_can_be_counted_again(community_manager, client_of):
    client, address = client_of(community_manager), reverse("community:overview")
    button = f'action="{reverse("community:refresh")}"'
    Fill.objects.create(step="metrics", period=last_closed())
    assert button in client.get(address).content.decode()


def test_lines_between_departments_are_as_wide_as_their_contacts():
    names = {key: key for key in "abc"}
    ties = {("a", "a"): 400.0, ("a", "b"): 10.0, ("b", "c"): 5.0}
    widths = {edge.ties: edge.width for edge in charts.network(names, {}, ties, 0).edges}
    assert widths == {10: 10.0, 5: 5.5}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("IT", ["IT"]),
        ("Marketing i komunikacja", ["Marketing i", "komunikacja"]),
        ("Elektroenergetyka", ["Elektroenergetyka"]),
    ],
)
def test_long_names_of_departments_take_two_lines(name, lines):
    (node,) = charts.network({"a": name}, {"a": 12}, {}, 0).nodes
    assert node.lines == lines


def test_the_picture_of_departments_is_no_frame_that_scrolls(company, community_manager, client_of):
    company.talk(times=12)
    refresh.refresh()
    html = client_of(community_manager).get(reverse("community:organisation")).content.decode()
    before = tight(html).split('<svg class="chart network"')[0].split("<figure")[-1]
    assert "table-frame" not in before
    assert "<caption" not in html


def test_a_path_begins_with_everybody_and_leaves_out_departments_without_a_number(
    company, community_manager
):
    page = factories.make_knowledge("Decision")
    for cell, value in (("firm", 0.4), (f"department:{company.units[0].pk}", None)):
        tell(
            metric="P", part="saw", period=last_closed(), cell=f"page:{page.pk}|{cell}",
            value=value, suppressed=value is None,
        )  # fmt: skip
    lonely = factories.make_knowledge("Nobody came")
    tell(
        metric="P", part="saw", period=last_closed(), cell=f"page:{lonely.pk}|firm", suppressed=True
    )
    ((_project, (path,)),), hidden = dashboard.paths(community_manager)
    assert hidden == 1
    assert [row[1][0][1] for row in path.rows] == ["około 40\N{NO-BREAK SPACE}%"]
    assert path.hidden == 1


def test_a_stage_that_may_not_be_shown_is_no_stage_that_nobody_reached(
    company, community_manager, client_of
):
    page = factories.make_knowledge("Decision")
    for part, value in (("saw", 0.4), ("asked", None)):
        tell(
            metric="P", part=part, period=last_closed(), cell=f"page:{page.pk}|firm",
            value=value, suppressed=value is None,
        )  # fmt: skip
    with translation.override("en"):
        ((_project, (path,)),), _hidden = dashboard.paths(community_manager)
    ((_name, cells, stop, later),) = path.rows
    assert [cls for cls, _ in cells] == ["heat-2", "", "heat-none", ""]
    assert [value for _, value in cells][1:] == ["–", "hidden", "–"]
    assert (stop, later) == ("saw", True)
    client = client_of(community_manager)
    client.cookies["django_language"] = "en"
    html = client.get(reverse("community:projects")).content.decode()
    assert "later stages may not be shown" in html
    assert "A dash: nobody." in html
    forget("asked")
    html = client.get(reverse("community:projects")).content.decode()
    assert "later stages may not be shown" not in html


def test_definitions_with_a_percent_sign_are_read_in_polish(company, community_manager, client_of):
    community_manager.language = "pl"
    community_manager.save()
    with translation.override("pl"):
        polish = translation.gettext(METRICS["C8"].words["Reference"])
    assert "%" in polish
    assert polish != METRICS["C8"].words["Reference"]
    client = client_of(community_manager)
    client.cookies["django_language"] = "pl"
    html = client.get(reverse("community:metric", args=["ambassador-reach"])).content.decode()
    assert polish in html
