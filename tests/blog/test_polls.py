"""Polls: votes with and without names, their results, and who may take part."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.test.utils.form_data import nested_form_data

from blog.models import Ballot, NewsPage, Poll, PollOption, PollVote
from blog.polling import CannotVote, state_of, vote
from tests.blog.admin import inline_formset
from tests.factories import make_news, make_person, restrict

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def make_poll(*, anonymous: bool = True, multiple: bool = False, **fields) -> Poll:
    poll = Poll.objects.create(
        question="Kiedy piknik?", is_anonymous=anonymous, is_multiple=multiple, **fields
    )
    for text in ("Sobota", "Niedziela"):
        PollOption.objects.create(poll=poll, text=text)
    return poll


def options(poll: Poll) -> list[PollOption]:
    return list(PollOption.objects.filter(poll=poll))


def page_with(poll: Poll) -> NewsPage:
    page = make_news("Ankieta")
    page.body = [("poll", poll)]
    page.save_revision().publish()
    return page


def test_a_poll_is_open_as_soon_as_its_page_is(employee, client_of) -> None:
    """The worker notes what a page refers to a moment later."""
    poll, page = make_poll(), make_news("Ankieta")
    page.body = [("poll", poll)]
    with disable_reference_index_auto_update():
        page.save_revision().publish()
    choice = {"option": options(poll)[0].pk}
    answer = client_of(employee).post(f"/polls/{poll.pk}/vote/", choice)
    assert answer.status_code == 302
    assert Ballot.objects.get().person == employee


def test_anonymous_vote_leaves_no_trace_between_person_and_answer(employee) -> None:
    poll = make_poll()
    saturday = options(poll)[0]
    vote(employee, poll, [saturday.pk])
    assert Ballot.objects.get().person == employee
    assert not PollVote.objects.exists()
    saturday.refresh_from_db()
    assert saturday.anonymous_votes == 1
    with pytest.raises(CannotVote):
        vote(employee, poll, [saturday.pk])


def test_anonymous_results_are_hidden_from_fewer_than_five(employee) -> None:
    poll = make_poll()
    saturday = options(poll)[0]
    vote(employee, poll, [saturday.pk])
    assert not state_of(poll, employee).shows_results
    for _number in range(4):
        vote(make_person(), poll, [saturday.pk])
    state = state_of(poll, employee)
    assert state.shows_results
    assert [bar.percent for bar in state.bars] == [100, 0]


def test_vote_with_names_may_change_until_the_poll_closes(employee) -> None:
    poll = make_poll(anonymous=False)
    saturday, sunday = options(poll)
    vote(employee, poll, [saturday.pk])
    vote(employee, poll, [sunday.pk])
    assert PollVote.objects.get().option == sunday
    poll.closes_at = NOW - timedelta(minutes=1)
    poll.save()
    with pytest.raises(CannotVote):
        vote(employee, poll, [saturday.pk])


def test_single_choice_takes_one_answer_and_only_its_own(employee) -> None:
    poll, other = make_poll(), make_poll()
    with pytest.raises(CannotVote):
        vote(employee, poll, [option.pk for option in options(poll)])
    with pytest.raises(CannotVote):
        vote(employee, poll, [options(other)[0].pk])
    with pytest.raises(CannotVote):
        vote(employee, poll, [])
    several = make_poll(multiple=True)
    vote(employee, several, [option.pk for option in options(several)])


def test_reader_votes_on_the_page_and_sees_the_rule(client_of, employee) -> None:
    poll = make_poll()
    page = page_with(poll)
    client = client_of(employee)
    assert "Kiedy piknik?" in client.get(page.url).content.decode()
    url = reverse("blog:vote", args=[poll.pk])
    response = client.post(url, {"option": options(poll)[0].pk, "next": page.url})
    assert response.status_code == 302
    assert Ballot.objects.filter(person=employee).exists()
    assert client.post(url, {"option": "x"}, headers={"HX-Request": "true"}).status_code == 200


def test_answer_with_a_name_can_be_changed_on_the_page_while_the_poll_is_open(
    client_of, employee
) -> None:
    named, secret = make_poll(anonymous=False), make_poll()
    for poll in (named, secret):
        vote(employee, poll, [options(poll)[0].pk])
    client = client_of(employee)
    assert "Zmień odpowiedź" not in client.get(page_with(secret).url).content.decode()
    url = page_with(named).url
    text = client.get(url).content.decode()
    assert "Zmień odpowiedź" in text
    saturday, sunday = options(named)
    assert f'value="{saturday.pk}" checked' in text
    client.post(reverse("blog:vote", args=[named.pk]), {"option": sunday.pk, "next": url})
    assert PollVote.objects.get().option == sunday
    named.closes_at = NOW - timedelta(minutes=1)
    named.save()
    assert "Zmień odpowiedź" not in client.get(url).content.decode()


def test_poll_on_a_page_that_one_may_not_see_does_not_exist(client_of, employee) -> None:
    poll = make_poll()
    restrict(page_with(poll), "Board")
    url = reverse("blog:vote", args=[poll.pk])
    assert client_of(employee).post(url, {"option": options(poll)[0].pk}).status_code == 404
    assert not Ballot.objects.exists()


def test_editor_makes_a_poll_in_the_admin(client_of, editor) -> None:
    form = {
        "question": "Jaka kawa?",
        "question_en": "Which coffee?",
        "is_anonymous": "on",
        "closes_at": "",
        "options": inline_formset(
            [{"text": "Czarna", "text_en": "Black"}, {"text": "Biała", "text_en": "White"}]
        ),
    }
    url = reverse("wagtailsnippets_blog_poll:add")
    assert client_of(editor).post(url, nested_form_data(form)).status_code == 302
    assert Poll.objects.get().options.count() == 2
