"""Who enters the room: community managers; the board reads reports; nobody else."""

import pytest
from django.urls import reverse

from social.analytics import refresh
from social.analytics.metrics import METRICS
from social.analytics.record.months import last_closed
from social.community.models import Ambassador, Item, Nudge, Report, RoomSettings
from tests import factories
from tests.html import tight

pytestmark = pytest.mark.django_db

PAGES = [
    "overview", "numbers", "organisation", "cohorts", "projects", "queue", "outcomes",
    "volunteers", "planner", "fairness", "audit", "settings", "refresh-progress",
]  # fmt: skip
OWN = ["mine", "recorded", "recorded-export"]


def addresses():
    yield from (reverse(f"community:{name}") for name in PAGES)
    yield reverse("community:metric", args=["answered-questions"])
    yield reverse("community:export", args=["csv"])
    yield reverse("community:export", args=["xlsx"])


def writes():
    yield from (reverse(f"community:{name}") for name in ("refresh", "create-report", "open-pulse"))
    yield reverse("community:act", args=[1])
    yield reverse("community:appoint", args=[1])


@pytest.fixture
def line_manager(company):
    boss = company.people[4]
    for person in company.people[5:9]:
        person.manager = boss
        person.save()
    return boss


@pytest.fixture
def board_member(company):
    return company.people[0]


@pytest.mark.parametrize("role", ["employee", "editor", "line_manager", "board_member"])
def test_only_community_managers_enter(role, request, client_of):
    client = client_of(request.getfixturevalue(role))
    assert {address: client.get(address).status_code for address in addresses()} == dict.fromkeys(
        addresses(), 403
    )
    assert {address: client.post(address).status_code for address in writes()} == dict.fromkeys(
        writes(), 403
    )


def test_anonymous_visitors_reach_nothing(client, db):
    everything = [*addresses(), *(reverse(f"community:{name}") for name in OWN)]
    for address in everything:
        response = client.get(address)
        assert response.status_code == 302
        assert "/sign-in/" in response.url


def test_a_community_manager_sees_every_page(company, community_manager, client_of):
    company.talk(times=12)
    refresh.refresh()
    client = client_of(community_manager)
    for address in addresses():
        assert client.get(address).status_code == 200, address
    for name in (metric.name for metric in METRICS.values()):
        assert client.get(reverse("community:metric", args=[name])).status_code == 200


def test_every_page_of_the_room_says_what_it_is_for(company, community_manager, client_of):
    company.talk(times=12)
    refresh.refresh()
    item = Item.objects.create(
        rule="silent-department", key="d", data={"department": company.units[0].pk}
    )
    report = Report.objects.create(period=last_closed(), language="en", title="x", text="y")
    client = client_of(community_manager)
    client.cookies["django_language"] = "en"
    pages = [
        *(
            reverse(f"community:{name}")
            for name in [*PAGES, "reports"]
            if name != "refresh-progress"
        ),
        reverse("community:metric", args=["answered-questions"]),
        reverse("community:draft", args=[item.pk]),
        reverse("community:report", args=[report.pk]),
        reverse("community:edit-report", args=[report.pk]),
    ]
    for address in pages:
        html = client.get(address).content.decode()
        assert html.count("Purpose: to help the community as a whole.") == 1, address


def test_the_room_also_opens_before_anything_was_counted(community_manager, client_of):
    client = client_of(community_manager)
    for address in addresses():
        assert client.get(address).status_code == 200, address


def test_the_menu_offers_the_room_only_to_those_who_may_enter(
    community_manager, employee, client_of
):
    room = reverse("community:overview")
    assert f'href="{room}"' in client_of(community_manager).get("/people/").content.decode()
    assert f'href="{room}"' not in client_of(employee).get("/people/").content.decode()


def test_the_board_reads_published_reports_only_and_others_none(
    board_member, employee, community_manager, client_of
):
    draft = Report.objects.create(period=last_closed(), language="pl", title="Draft", text="x")
    client, listing = client_of(board_member), reverse("community:reports")
    assert client.get(listing).status_code == 403
    assert client.get(draft.get_absolute_url()).status_code == 404
    manager = client_of(community_manager)
    manager.post(reverse("community:publish-report", args=[draft.pk]))
    assert client.get(listing).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(reverse("community:edit-report", args=[draft.pk])).status_code == 403
    assert client_of(employee).get(draft.get_absolute_url()).status_code == 404
    assert client_of(employee).get(listing).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "reports", "mine", "recorded"])
def test_pages_take_a_constant_number_of_queries(
    name, company, community_manager, client_of, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    company.talk(times=12)
    _fill(company.people[:4])
    refresh.refresh()
    client = client_of(community_manager)
    address = reverse(f"community:{name}")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    _fill(company.people[4:8])
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def _fill(people):
    import datetime as dt

    for person in people:
        Ambassador.objects.create(person=person, words="Me", expires_on=dt.date(2099, 1, 1))
        page = factories.make_question(f"Q {person.pk}", owner=person)
        Item.objects.create(rule="unanswered", key=f"q:{page.pk}", page=page, data={"hours": 80})


def test_the_works_council_switch_removes_the_parts_about_people(
    company, community_manager, employee, client_of
):
    RoomSettings.objects.create(pk=1, people_parts=False)
    client = client_of(community_manager)
    for name in ("volunteers", "planner", "fairness"):
        assert client.get(reverse(f"community:{name}")).status_code == 404
    assert client.get(reverse("community:overview")).status_code == 200
    mine = client_of(employee)
    assert mine.get(reverse("community:mine")).status_code == 200
    assert mine.post(reverse("community:volunteer"), {"words": "x"}).status_code == 404
    nominate = reverse("community:nominate", args=[company.people[0].pk])
    assert mine.get(nominate).status_code == 404


def test_the_works_council_switch_leaves_no_way_to_what_it_removed(
    company, community_manager, client_of
):
    from social.community.queue.questions import ask_helpers
    from social.community.queue.rule import about_people
    from social.community.refused import Refused

    page = factories.make_question("How?", owner=company.people[10])
    item = Item.objects.create(rule="unanswered", key="q", page=page, data={"hours": 80})
    Item.objects.create(
        rule="ambassador-unknown", key="d", data={"department": company.units[0].pk, "share": 30}
    )
    Nudge.objects.create(
        rule="helper-wanted", key="q", person=company.people[11], page=page, data={"hours": 9}
    )
    client, queue = client_of(community_manager), reverse("community:queue")
    ask = '<input type="hidden" name="act" value="ask">'
    before = tight(client.get(queue).content.decode())
    assert ask in before
    assert reverse("community:volunteers") in before
    assert Nudge.objects.for_person(company.people[11]).exists()
    RoomSettings.objects.create(pk=1, people_parts=False)
    for name in ("overview", "queue", "audit"):
        html = client.get(reverse(f"community:{name}")).content.decode()
        for gone in ("volunteers", "planner", "fairness"):
            assert f'href="{reverse(f"community:{gone}")}"' not in html
    html = tight(client.get(queue).content.decode())
    assert ask not in html
    assert page.title in html
    assert [entry.thing for entry in client.get(queue).context["items"]] == [item]
    assert not Nudge.objects.for_person(company.people[11]).exists()
    with pytest.raises(Refused):
        ask_helpers(item, community_manager)
    assert "ambassador-unknown" in about_people()


def test_writes_need_a_post(community_manager, client_of):
    client = client_of(community_manager)
    for address in writes():
        assert client.get(address).status_code == 405
