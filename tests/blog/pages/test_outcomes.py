"""What becomes of proposals, sign-ups and votes when an editor steps in."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data

from blog.events.attendance import feed_of, sign_up
from blog.events.models import Attendance, EventPage
from blog.pages.models import NewsPage
from blog.pages.proposals import propose
from blog.polls.models import Poll, PollOption
from blog.polls.polling import vote
from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from tests.blog.admin import find, inline_formset
from tests.blog.events.test_taking_part import PROPOSAL, decide, make_event
from tests.blog.polls.test_polls import make_poll, options, page_with
from tests.factories import make_person, restrict
from tests.html import tight

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def told(person) -> list[str]:
    events = Event.objects.filter(verb=Verb.TOLD, target=person)
    return [sentence_of(event) for event in events]


@pytest.fixture
def proposal(employee) -> NewsPage:
    return propose(employee, "news", **(PROPOSAL | {"topics": []}))


# Proposals ------------------------------------------------------------------------------------


def test_author_hears_when_an_editor_publishes_past_the_approval(
    employee, editor, proposal
) -> None:
    proposal.save_revision(user=editor).publish(user=editor)
    assert find(PROPOSAL["title"]).live
    [sentence] = told(employee)
    assert PROPOSAL["title"] in sentence


def test_author_hears_when_the_approval_is_called_off_or_the_draft_deleted(
    employee, editor, proposal
) -> None:
    proposal.current_workflow_state.cancel(user=editor)
    assert len(told(employee)) == 1
    other = propose(employee, "news", **(PROPOSAL | {"title": "Druga", "topics": []}))
    other.delete()
    assert "Druga" in told(employee)[-1]


def test_deleting_a_published_page_is_no_news_to_its_proposer(
    client_of, employee, editor, proposal
):
    decide(client_of(editor), proposal, "approve")
    before = len(told(employee))
    find(PROPOSAL["title"]).delete()
    assert len(told(employee)) == before


def test_pictures_that_an_editor_added_survive_the_authors_next_version(
    client_of, employee, editor, proposal
) -> None:
    draft = proposal.get_latest_revision_as_object()
    draft.body = [
        ("text", "<p>Stare</p>"),
        ("quote", {"text": "Działa", "source": "Jan"}),
        ("text", "<p>Reszta</p>"),
    ]
    draft.save_revision(user=editor)
    decide(client_of(editor), proposal, "reject", "Krócej")
    url = reverse("blog:revise", args=[proposal.pk])
    assert client_of(employee).post(url, PROPOSAL | {"text": "Nowe"}).status_code == 302
    body = NewsPage.objects.get(pk=proposal.pk).get_latest_revision_as_object().body
    assert [block.block_type for block in body] == ["text", "quote"]
    assert "Nowe" in str(body[0].value)


# Events ---------------------------------------------------------------------------------------


def test_who_signed_up_hears_that_an_event_is_called_off(employee, colleague) -> None:
    event = make_event("Piknik", places=1)
    sign_up(employee, event)
    sign_up(colleague, event)
    event.unpublish()
    for person in (employee, colleague):
        assert "Piknik" in told(person)[0]
    EventPage.objects.get(pk=event.pk).delete()
    assert len(told(employee)) == 1


def test_deleting_an_event_tells_and_a_past_one_does_not(employee) -> None:
    event, past = make_event("Piknik"), make_event("Było")
    for page in (event, past):
        sign_up(employee, page)
    day = NOW - timedelta(days=3)
    EventPage.objects.filter(pk=past.pk).update(starts_at=day, ends_at=day)
    EventPage.objects.get(pk=past.pk).delete()
    assert told(employee) == []
    EventPage.objects.get(pk=event.pk).delete()
    [sentence] = told(employee)
    assert "Piknik" in sentence


def test_who_leaves_the_company_gives_the_place_back(employee, colleague) -> None:
    event = make_event(places=1)
    sign_up(employee, event)
    sign_up(colleague, event)
    employee.is_active = False
    employee.save()
    assert Attendance.objects.get().person == colleague
    assert Attendance.objects.get().status == "going"


def test_free_place_goes_past_those_who_may_not_see_the_event_any_more(
    employee, colleague, editor
) -> None:
    event = make_event(places=1)
    for person in (employee, colleague, editor):
        sign_up(person, event)
    restrict(event, "Editors")
    Attendance.objects.get(person=employee).delete()
    event.save_revision().publish()
    assert Attendance.objects.get(person=colleague).status == "waiting"
    assert Attendance.objects.get(person=editor).status == "going"


def test_deleting_one_language_keeps_the_sign_ups(employee) -> None:
    event = make_event("Piknik")
    sign_up(employee, event)
    english = event.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Picnic"
    english.save_revision().publish()
    EventPage.objects.get(pk=event.pk).delete()
    assert Attendance.objects.get().event_id == english.pk
    assert told(employee) == []


def test_feed_speaks_the_readers_language_and_has_what_needs_no_sign_up(employee) -> None:
    event = make_event("Piknik")
    sign_up(employee, event)
    english = event.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Picnic"
    english.save_revision().publish()
    make_event("Zebranie całej firmy", sign_up=False)
    make_event("Obce szkolenie")
    employee.language = "en"
    assert {page.title for page in feed_of(employee)} == {"Picnic", "Zebranie całej firmy"}


def test_places_are_said_rightly_for_every_number(client_of, employee) -> None:
    event = make_event(places=1)
    sign_up(employee, event)
    text = client_of(employee).get(event.url).content.decode()
    assert "1 osoba (liczba miejsc: 1)" in tight(text)


# Polls ----------------------------------------------------------------------------------------


def poll_form(poll: Poll, keep: list, delete: list) -> dict:
    lines = [
        {"text": o.text, "text_en": "", "id": str(o.pk), "DELETE": "on" if o in delete else ""}
        for o in [*keep, *delete]
    ]
    formset = inline_formset(lines, initial=len(lines))
    return nested_form_data(
        {
            "question": poll.question,
            "question_en": "",
            "is_anonymous": "on",
            "closes_at": (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M"),
            "options": formset,
        }
    )


def test_answers_that_may_have_votes_are_not_taken_away(client_of, editor, employee) -> None:
    poll = make_poll()
    first, second = options(poll)
    third = PollOption.objects.create(poll=poll, text="Poniedziałek")
    url = reverse("wagtailsnippets_polls_poll:edit", args=[poll.pk])
    client = client_of(editor)
    assert client.post(url, poll_form(poll, [first, second], [third])).status_code == 302
    vote(employee, poll, [first.pk])
    fourth = PollOption.objects.create(poll=poll, text="Wtorek")
    response = client.post(url, poll_form(poll, [second, fourth], [first]))
    assert response.status_code == 200
    assert "Sobota" in response.content.decode()
    assert first in options(poll)


def test_rule_of_a_poll_stays_once_people_voted(client_of, editor) -> None:
    poll = make_poll(multiple=True)
    vote(make_person(), poll, [option.pk for option in options(poll)])
    url = reverse("wagtailsnippets_polls_poll:edit", args=[poll.pk])
    assert client_of(editor).post(url, poll_form(poll, options(poll), [])).status_code == 200
    poll.refresh_from_db()
    assert poll.is_multiple


def test_list_of_polls_says_yes_and_no(client_of, editor) -> None:
    make_poll()
    text = client_of(editor).get(reverse("wagtailsnippets_polls_poll:list")).content.decode()
    cells = BeautifulSoup(text, "html.parser").select("tbody td")
    assert [cell.get_text(strip=True) for cell in cells][-3:-1] == ["nie", "tak"]


def test_vote_is_counted_without_javascript(employee) -> None:
    poll = make_poll()
    page = page_with(poll)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(employee)
    shown = BeautifulSoup(browser.get(page.url).content, "html.parser")
    form = shown.select_one(".poll form")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    response = browser.post(form["action"], sent | {"option": options(poll)[0].pk})
    assert response.status_code == 302
    assert poll.ballots.count() == 1
