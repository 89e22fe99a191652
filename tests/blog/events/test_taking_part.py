"""What employees do with publishing: propose and sign up."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from blog.events.attendance import feed_of, renew_token, sign_up, withdraw
from blog.events.models import Attendance, EventIndexPage, EventPage
from blog.pages.models import NewsPage
from blog.pages.proposals import as_typed, to_rich_text
from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from tests.blog.admin import find, page_form
from tests.factories import make_page, make_person, restrict

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def told(person) -> list[str]:
    events = Event.objects.filter(verb=Verb.TOLD, target=person)
    return [sentence_of(event) for event in events]


# Proposals ------------------------------------------------------------------------------------


PROPOSAL = {
    "title": "Rowery dla załogi",
    "lead": "Dwadzieścia rowerów czeka.",
    "text": "## Gdzie\n\nPrzy **bramie 2**.\n\n- zielone\n- niebieskie\n\n[Mapa](https://example.com)",
    "topics": "rowery, Piła",
}


@pytest.fixture
def proposal(client_of, employee):
    response = client_of(employee).post(reverse("blog:propose", args=["news"]), PROPOSAL)
    assert response.status_code == 302
    return find("Rowery dla załogi")


def decide(client, page, action: str, comment: str = "") -> None:
    task = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    response = client.post(url, {"comment": comment})
    assert response.status_code in {200, 302}


def test_anybody_proposes_and_an_editor_publishes(client_of, employee, editor, proposal) -> None:
    assert not proposal.live
    assert proposal.author == employee
    assert {topic.name for topic in proposal.topics.all()} == {"rowery", "Piła"}
    assert proposal.current_workflow_state.status == "in_progress"
    assert "Rowery dla załogi" in client_of(editor).get("/admin/").content.decode()
    decide(client_of(editor), proposal, "approve")
    proposal.refresh_from_db()
    assert proposal.live
    text = client_of(employee).get(proposal.url).content.decode()
    assert "bramie 2</strong>" in text
    assert "Rowery dla załogi" in told(employee)[0]


def test_rejected_proposal_comes_back_with_the_reason_and_goes_again(
    client_of, employee, editor, proposal
) -> None:
    decide(client_of(editor), proposal, "reject", "Podaj, kto odpowiada")
    client = client_of(employee)
    assert "Podaj, kto odpowiada" in client.get(reverse("blog:proposals")).content.decode()
    assert "Podaj, kto odpowiada" in told(employee)[0]
    assert any(
        "Podaj, kto odpowiada" in str(message.message()) or "Podaj, kto odpowiada" in message.body
        for message in mail.outbox
    )
    assert not any(
        "/admin/" in message.body for message in mail.outbox if employee.email in message.to
    )
    url = reverse("blog:revise", args=[proposal.pk])
    assert "bramie 2" in client.get(url).content.decode()
    response = client.post(url, PROPOSAL | {"text": "Odpowiada Ewa."})
    assert response.status_code == 302
    proposal.refresh_from_db()
    assert proposal.current_workflow_state.status == "in_progress"
    decide(client_of(editor), proposal, "approve")
    assert "Odpowiada Ewa." in client.get(find("Rowery dla załogi").url).content.decode()


def test_nobody_sends_a_proposal_back_without_saying_why(client_of, editor, proposal) -> None:
    editor.language = "pl"
    editor.save()
    task = TaskState.objects.get(workflow_state__object_id=str(proposal.pk))
    url = reverse("wagtailadmin_pages:workflow_action", args=[proposal.pk, "reject", task.pk])
    asks = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    for comment in ("", "  "):
        response = client_of(editor).post(url, {"comment": comment}, **asks)
        assert "Napisz dlaczego" in response.json()["html"]
    decide(client_of(editor), proposal, "reject")
    assert proposal.current_workflow_state.status == "in_progress"


def test_proposals_of_others_are_not_mine(client_of, colleague, editor, proposal) -> None:
    client = client_of(colleague)
    assert "Rowery" not in client.get(reverse("blog:proposals")).content.decode()
    assert client.get(reverse("blog:revise", args=[proposal.pk])).status_code == 404


def test_proposal_that_waits_cannot_be_changed(client_of, employee, proposal) -> None:
    assert client_of(employee).get(reverse("blog:revise", args=[proposal.pk])).status_code == 404


def test_proposal_without_title_or_of_unknown_kind_is_refused(client_of, employee) -> None:
    client = client_of(employee)
    response = client.post(reverse("blog:propose", args=["news"]), PROPOSAL | {"title": ""})
    assert response.status_code == 200
    assert client.get(reverse("blog:propose", args=["kwiatki"])).status_code == 404
    assert not NewsPage.objects.exists()


def test_typed_text_cannot_carry_scripts_and_survives_the_way_back() -> None:
    html = to_rich_text("<script>alert(1)</script>\n\n[x](javascript:alert(1)) **b**")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert as_typed(to_rich_text(PROPOSAL["text"])) == PROPOSAL["text"]


# Events ---------------------------------------------------------------------------------------


def make_event(title: str = "Piknik", **fields) -> EventPage:
    defaults = {
        "starts_at": NOW + timedelta(days=7),
        "ends_at": NOW + timedelta(days=7, hours=3),
        "place": "Hala 2",
    }
    parent = EventIndexPage.objects.get(locale__language_code="pl")
    return make_page(EventPage, title, parent=parent, **(defaults | fields))


def test_one_signs_up_and_withdraws(client_of, employee) -> None:
    event = make_event()
    client = client_of(employee)
    client.post(reverse("blog:sign-up", args=[event.pk]))
    client.post(reverse("blog:sign-up", args=[event.pk]))
    assert Attendance.objects.get().person == employee
    assert "Ewa Żak" in client.get(event.url).content.decode()
    client.post(reverse("blog:withdraw", args=[event.pk]))
    assert not Attendance.objects.exists()


def test_full_event_has_a_waiting_list_in_order(employee, colleague, editor) -> None:
    event = make_event(places=1)
    sign_up(employee, event)
    assert sign_up(colleague, event).status == "waiting"
    assert sign_up(editor, event).status == "waiting"
    withdraw(employee, event)
    assert Attendance.objects.get(person=colleague).status == "going"
    assert Attendance.objects.get(person=editor).status == "waiting"
    assert "Piknik" in told(colleague)[0]
    event.places = 2
    event.save_revision().publish()
    assert Attendance.objects.get(person=editor).status == "going"


def test_those_who_come_hear_of_another_date(employee) -> None:
    event = make_event()
    sign_up(employee, event)
    event.lead = "Nowy opis"
    event.save_revision().publish()
    assert told(employee) == []
    event.place = "Świetlica"
    event.save_revision().publish()
    assert len(told(employee)) == 1


def test_closed_and_past_events_take_nobody(client_of, employee) -> None:
    closed = make_event(sign_up_until=NOW - timedelta(hours=1))
    past = make_event(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    for event in (closed, past):
        client_of(employee).post(reverse("blog:sign-up", args=[event.pk]))
    assert not Attendance.objects.exists()


def test_event_that_ends_before_it_starts_or_is_nowhere_is_refused(client_of, editor) -> None:
    index = EventIndexPage.objects.get(locale__language_code="pl")
    url = reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])
    form = page_form(
        "Zebranie",
        slug="zebranie",
        starts_at="2030-01-02 10:00",
        ends_at="2030-01-01 10:00",
        place="Hala",
        online_url="",
        sign_up_until="",
        places="",
    ) | {"action-publish": "1"}
    assert client_of(editor).post(url, form).status_code == 200
    nowhere = form | {"ends_at": "2030-01-03 10:00", "place": ""}
    assert client_of(editor).post(url, nowhere).status_code == 200
    right = nowhere | {"place": "Hala"}
    assert client_of(editor).post(url, right).status_code == 302


def test_calendar_file_says_when_and_where(client_of, employee) -> None:
    event = make_event("Piknik; z rodziną, i psem")
    response = client_of(employee).get(reverse("blog:ics", args=[event.pk]))
    entry = icalendar.Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert str(entry["summary"]) == "Piknik; z rodziną, i psem"
    assert entry["dtstart"].dt == event.starts_at
    assert str(entry["location"]) == "Hala 2"


def test_personal_feed_needs_its_secret_and_hides_what_one_may_not_see(employee) -> None:
    event, secret = make_event("Piknik"), make_event("Narada")
    for page in (event, secret):
        sign_up(employee, page)
    restrict(secret, "Board")
    visitor = Client()
    url = reverse("blog:feed", args=[renew_token(employee)])
    text = visitor.get(url).content.decode()
    assert "Piknik" in text
    assert "Narada" not in text
    assert visitor.get(reverse("blog:feed", args=["zgadnij"])).status_code == 404
    employee.is_active = False
    employee.save()
    assert visitor.get(url).status_code == 404


def test_looking_at_the_calendar_makes_no_address(client_of, employee) -> None:
    client, page = client_of(employee), reverse("blog:calendar")
    assert 'id="feed"' not in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert f"{reverse('blog:feed', args=['x'])[:-5]}" in client.get(page).content.decode()


def test_new_address_revokes_the_old_one(client_of, employee) -> None:
    old = reverse("blog:feed", args=[renew_token(employee)])
    client_of(employee).post(reverse("blog:calendar"))
    assert Client().get(old).status_code == 404
    assert feed_of(employee) == []


def test_event_page_costs_the_same_with_twice_the_people(client_of, employee) -> None:
    event = make_event()
    client = client_of(employee)
    counts = []
    for _round in range(2):
        for _number in range(4):
            sign_up(make_person(), event)
        client.get(event.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(event.url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
