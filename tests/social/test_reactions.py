"""One tap, one reaction; counts that can always be derived."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from social.activity.models import Event, Verb
from social.comments.models import Comment
from social.people.models import User
from social.reactions import actions, counts
from social.reactions.models import Reaction
from tests.factories import make_news, make_person
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


def react_url(kind: str, thing) -> str:
    return reverse("reactions:react", args=[kind, thing.pk])


def test_a_tap_reacts_and_another_takes_it_back(client_of, employee, colleague) -> None:
    page = make_news(author=colleague)
    client = client_of(employee)
    html = client.post(
        react_url("page", page), {"kind": "like"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'aria-pressed="true"' in html and "<html" not in html
    event = Event.objects.get(verb=Verb.REACTED)
    assert (event.actor, event.target, event.data) == (employee, colleague, {"kind": "like"})
    client.post(react_url("page", page), {"kind": "like"})
    assert not Reaction.objects.exists()
    client.post(react_url("page", page), {"kind": "like"})
    assert Event.objects.filter(verb=Verb.REACTED).count() == 1  # no news the second time


def test_without_javascript_the_page_comes_back(client_of, employee) -> None:
    page = make_news()
    answer = client_of(employee).post(react_url("page", page), {"kind": "thanks"})
    assert answer.status_code == 302 and answer["Location"].endswith(page.url)


def test_repeating_a_request_that_says_what_it_wants_changes_nothing(client_of, employee) -> None:
    page = make_news()
    client = client_of(employee)
    for _ in range(2):
        client.post(react_url("page", page), {"kind": "like", "on": "1"})
    assert Reaction.objects.count() == 1
    for _ in range(2):
        client.post(react_url("page", page), {"kind": "like", "on": "0"})
    assert not Reaction.objects.exists()


def test_the_database_forbids_a_second_one(employee) -> None:
    page = make_news()
    actions.toggle(employee, page, "like")
    row = Reaction.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("kind", ["", "hate", "<script>", "x" * 200])
def test_only_what_is_offered_can_be_given(client_of, employee, kind) -> None:
    page = make_news()
    assert client_of(employee).post(react_url("page", page), {"kind": kind}).status_code == 400
    assert client_of(employee).get(react_url("page", page)).status_code == 405


def test_the_offered_set_is_configurable(client_of, employee, settings) -> None:
    settings.RYNEK_REACTIONS = ["guide"]
    page = make_news()
    client = client_of(employee)
    assert client.post(react_url("page", page), {"kind": "like"}).status_code == 400
    assert client.post(react_url("page", page), {"kind": "guide"}).status_code == 302


def test_who_reacted_names_people_who_are_here(client_of, employee, colleague) -> None:
    page = make_news()
    gone = make_person("Zofia", "Odeszła")
    for person in (colleague, gone):
        actions.toggle(person, page, "like")
    gone.is_active = False
    gone.save()
    html = (
        client_of(employee).get(reverse("reactions:who", args=["page", page.pk])).content.decode()
    )
    assert "Jan Łącki" in html and "Odeszła" not in html


def test_language_versions_share_reactions(employee) -> None:
    from wagtail.models import Locale

    page = make_news()
    other = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    actions.toggle(employee, page, "like")
    assert actions.toggle(employee, other, "like") is False
    assert not Reaction.objects.exists()


def test_helpful_answers_are_remembered_and_recounted(employee, colleague) -> None:
    comment = say(employee, make_news())
    actions.toggle(colleague, comment, "helpful")
    comment.refresh_from_db()
    assert comment.helpful_count == 1
    assert Event.objects.get(verb=Verb.FOUND_HELPFUL).target == employee
    Comment.objects.update(helpful_count=5)
    assert list(counts.recount()) == [f"comment {comment.pk}: 5 x helpful, in truth 1"]
    assert list(counts.recount()) == []
    User.objects.get(pk=colleague.pk).delete()
    comment.refresh_from_db()
    assert comment.helpful_count == 0


def test_bars_of_a_whole_screen_cost_one_query(
    client_of, employee, django_assert_num_queries
) -> None:
    from social.reactions import tallies

    page = make_news()
    comments = [say(make_person(), page, f"{n}") for n in range(6)]
    for comment in comments:
        actions.toggle(employee, comment, "like")
    with django_assert_num_queries(1):
        tallies.prepare(comments, employee)
        for comment in comments:
            assert tallies.bar_of(comment, employee)["total"] == 1
