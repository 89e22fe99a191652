"""Anybody asks, colleagues vote and answer, what waits is listed for all."""

import pytest
from django.urls import reverse

from blog.questions.models import QuestionPage
from social.activity.models import Event, Verb
from social.comments import actions
from social.comments.models import Conversation, ConversationSettings, Sanction
from social.reactions.actions import toggle
from social.subjects.models import Topic
from tests.factories import make_level, make_news, make_person, make_question, restrict
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
LIST = "/pl/pytania/"


@pytest.fixture
def section(home):
    from blog.questions.models import QuestionIndexPage

    return QuestionIndexPage.objects.get(locale__language_code="pl")


def ask(client, **data):
    return client.post(reverse("blog:ask"), {"title": "Kiedy będzie nowy parking?", **data})


def test_an_employee_asks_and_the_question_is_there(client_of, employee, colleague) -> None:
    make_news(topics=("parking",))
    Topic.objects.create(name="nieznany", slug="nieznany")  # of no page that anybody sees
    answer = ask(client_of(employee), text="Zostało **mało** miejsc.", topics="parking, nieznany")
    page = QuestionPage.objects.get()
    assert answer["Location"].endswith(page.url) and page.live and page.author == employee
    assert [topic.name for topic in page.topics.all()] == ["parking"]
    html = client_of(colleague).get(page.url).content.decode()
    assert "<strong>mało</strong>" in html
    assert Conversation.objects.get(page=page).is_question
    assert Event.objects.get(verb=Verb.ASKED).actor == employee


def test_form_is_filled_in_by_search_and_refuses_nonsense(client_of, employee) -> None:
    client = client_of(employee)
    assert (
        "parking dla gości"
        in client.get(reverse("blog:ask"), {"title": "parking dla gości"}).content.decode()
    )
    assert ask(client, title="x").status_code == 422
    assert ask(client, title="x" * 300).status_code == 422
    assert not QuestionPage.objects.exists()


def test_question_to_a_leader_names_who_should_answer(client_of, employee) -> None:
    leader = make_person("Barbara", "Prus", level=make_level(is_board=True))
    stranger = make_person("Nie", "Zarząd")
    client = client_of(employee)
    assert ask(client, to_leadership="on", addressed_to=stranger.pk).status_code == 422
    ask(client, to_leadership="on", addressed_to=leader.pk)
    page = QuestionPage.objects.get()
    assert page.addressed_to == leader
    assert Event.objects.get(verb=Verb.ASKED).target == leader
    assert "Barbara Prus" in client.get(page.url).content.decode()


def test_unanswered_questions_are_listed_wherever_they_were_asked(
    client_of, employee, colleague, section
) -> None:
    waiting, done = make_question("Czeka"), make_question("Załatwione")
    answer = say(colleague, done, "Tak")
    actions.accept_answer(make_person(is_superuser=True), answer)
    news = make_news()
    say(employee, news, "A czy będzie winda?", is_question=True)
    secret = make_news()
    restrict(secret, "Board")
    say(make_person(groups=["Board"]), secret, "Ile kosztowała fuzja?", is_question=True)
    html = client_of(employee).get(section.url).content.decode()
    assert waiting.title in html and "winda" in html
    assert done.title not in html and "fuzja" not in html
    html = client_of(employee).get(f"{section.url}?show=answered").content.decode()
    assert done.title in html and waiting.title not in html


def test_votes_order_what_the_board_is_asked(client_of, employee, colleague, section) -> None:
    few = make_question("Mało głosów", to_leadership=True)
    many = make_question("Dużo głosów", to_leadership=True)
    done = make_question("Dawno wyjaśnione", to_leadership=True)
    for person in (employee, colleague):
        toggle(person, many, "vote")
        toggle(person, done, "vote")
    actions.accept_answer(make_person(is_superuser=True), say(colleague, done))
    html = client_of(employee).get(f"{section.url}?show=board").content.decode()
    assert html.index(many.title) < html.index(few.title) < html.index(done.title)
    assert 'aria-pressed="true"' in html


def test_lists_cost_the_same_for_twice_as_many(client_of, employee, section) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, costs = client_of(employee), []
    for _ in range(2):
        for _ in range(4):
            toggle(employee, make_question(author=employee), "vote")
        client.get(section.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(section.url)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_paused_people_and_watched_words_do_not_get_through(client_of, employee) -> None:
    from datetime import timedelta

    from django.utils import timezone

    ConversationSettings(watched_words="parking").save()
    client = client_of(employee)
    ask(client)
    assert not QuestionPage.objects.get().live
    manager = make_person(groups=["Community managers"])
    actions.pause(manager, employee, "Ochłoń", timezone.now() + timedelta(days=1))
    assert Sanction.objects.exists()
    assert ask(client, title="Inne długie pytanie?").status_code == 422


def test_anonymous_visitors_ask_nothing(client) -> None:
    assert 'href="/sign-in/' in ask(client).content.decode()
    assert not QuestionPage.objects.exists()
