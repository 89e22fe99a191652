"""Polls: votes with and without names, their results, and who may take part."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.test.utils.form_data import nested_form_data

from blog.pages.models import NewsPage
from blog.polls.models import Ballot, Poll, PollOption, PollVote
from blog.polls.polling import CannotVote, state_of, tell_results, vote
from social.analytics.release import ANSWER, release_tally, words
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


def close(poll: Poll) -> None:
    Poll.objects.filter(pk=poll.pk).update(closes_at=NOW - timedelta(minutes=1))
    poll.refresh_from_db()
    tell_results()


def shares(poll: Poll, reader) -> list[str]:
    return [bar.share for bar in state_of(poll, reader).bars]


def test_watching_an_anonymous_poll_tells_nobody_s_vote(client_of, employee) -> None:
    """The attack on the first version: results from five voters on, and each later vote moved them."""
    poll = make_poll(closes_at=NOW + timedelta(days=1))
    page, watcher = page_with(poll), client_of(employee)
    vote(employee, poll, [options(poll)[0].pk])
    looks = []
    for number in range(12):
        text = watcher.get(page.url).content.decode()
        looks.append(
            text[text.index('class="poll"') : text.index("</section>", text.index('"poll"'))]
        )
        vote(make_person(), poll, [options(poll)[number % 2].pk])
        tell_results()
    assert len(set(looks)) == 1
    assert "%" not in looks[0]
    close(poll)
    assert "około 55 %" in watcher.get(page.url).content.decode()


def test_anonymous_results_need_ten_voters(employee) -> None:
    poll = make_poll(closes_at=NOW + timedelta(days=1))
    for _number in range(9):
        vote(make_person(), poll, [options(poll)[0].pk])
    close(poll)
    state = state_of(poll, employee)
    assert (state.shows_results, state.released.state) == (False, "hidden")
    assert state.voters is None


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ((10, 0), ["ponad 50 %", "poniżej 50 %"]),
        ((9, 1), ["ponad 50 %", "poniżej 50 %"]),
        ((6, 4), ["ponad 50 %", "poniżej 50 %"]),
        ((30, 0), ["ponad 80 %", "poniżej 20 %"]),
        ((20, 10), ["około 65 %", "około 35 %"]),
        ((200, 2), ["ponad 90 %", "poniżej 10 %"]),
    ],
)
def test_all_and_none_and_nearly_all_read_the_same(votes, told) -> None:
    tally = {"a": votes[0], "b": votes[1]}
    released = release_tally("poll:1", "closed", tally, sum(votes))
    shares = {cell.group: words(cell.share) for cell in released.table(ANSWER)}
    assert [shares["a"], shares["b"]] == told


def test_a_closed_anonymous_poll_is_told_once_and_never_goes_on(client_of, editor) -> None:
    poll = make_poll(closes_at=NOW + timedelta(days=1))
    saturday, sunday = options(poll)
    for number in range(14):
        vote(make_person(), poll, [(saturday if number < 7 else sunday).pk])
    close(poll)
    told = shares(poll, editor)
    poll.closes_at = NOW + timedelta(days=1)
    with pytest.raises(ValidationError, match="ponownie"):
        poll.full_clean()
    Poll.objects.filter(pk=poll.pk).update(closes_at=poll.closes_at)  # round the form
    with pytest.raises(CannotVote):
        vote(editor, poll, [saturday.pk])
    close(poll)
    assert shares(poll, editor) == told
    Ballot.objects.filter(poll=poll).first().person.delete()
    tell_results()
    assert shares(poll, editor) == told


def test_anonymous_poll_among_named_people_has_no_results(employee) -> None:
    poll = make_poll(closes_at=NOW + timedelta(days=1))
    page = page_with(poll)
    restrict(page, "Board")
    for _number in range(12):
        vote(make_person(), poll, [options(poll)[0].pk])
    close(poll)
    assert state_of(poll, employee).released.state == "hidden"


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
        "closes_at": "2030-01-01 12:00",
        "options": inline_formset(
            [{"text": "Czarna", "text_en": "Black"}, {"text": "Biała", "text_en": "White"}]
        ),
    }
    url = reverse("wagtailsnippets_polls_poll:add")
    assert client_of(editor).post(url, nested_form_data(form)).status_code == 302
    assert Poll.objects.get().options.count() == 2
    form["closes_at"] = ""
    response = client_of(editor).post(url, nested_form_data(form))
    assert "Podaj, kiedy ankieta się kończy" in response.content.decode()
    assert Poll.objects.count() == 1
