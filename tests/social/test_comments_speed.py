"""What a conversation costs does not depend on how long it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from social.comments.bulk import Draft, create_threads
from social.comments.models import Comment
from social.reactions.models import Reaction
from tests.factories import make_news, make_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def talk(people, size: int):
    """A page with threads of five, reactions on each comment, and an accepted answer."""
    page, now = make_news(), timezone.now()
    drafts: list[Draft] = []
    for number in range(size):
        parent = drafts[number - number % 5] if number % 5 else None
        at = now - timedelta(minutes=size - number)
        drafts.append(
            Draft(
                page,
                people[number % 3],
                f"Point {number}",
                at,
                parent,
                number % 5 == 0,
                number == 1,
            )
        )
    comments = create_threads(drafts)
    Reaction.objects.bulk_create(
        Reaction(page=page, subject_kind="comment", subject_id=c.pk, person=people[0], kind="like")
        for c in comments
    )
    return page


def queries_of(client, address: str, **headers: str) -> int:
    client.get(address, headers=headers)  # what is remembered for a while is remembered now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=headers).status_code == 200
    return len(queries)


@pytest.fixture
def people(db):
    long_ago = timezone.now() - timedelta(days=400)
    return [make_person(date_joined=long_ago) for _ in range(3)]


def test_a_page_with_5000_comments_costs_as_many_queries_as_one_with_10(client_of, people) -> None:
    client = client_of(people[0])
    pages = [talk(people, size) for size in (10, 1000, 5000)]
    first, second, third = (queries_of(client, page.url) for page in pages)
    assert 20 < first == second == third
    deep = Comment.objects.filter(page=pages[2]).order_by("-pk")[7]
    for address in (
        f"{pages[2].url}?comment={deep.pk}",
        f"{pages[2].url}?order=newest",
        f"{pages[2].url}?order=helpful",
        f"{pages[2].url}?after={deep.thread_id - 2000}",
    ):
        assert queries_of(client, address) <= first + 2, address


def test_the_thread_itself_takes_few_queries(client_of, people) -> None:
    client = client_of(people[0])
    costs = []
    for size in (10, 400):
        page = talk(people, size)
        costs.append(queries_of(client, reverse("comments:threads", args=[page.pk]), **HTMX))
    assert 5 < costs[0] == costs[1] <= 16


def test_more_answers_cost_the_same_for_long_threads(client_of, people) -> None:
    client, costs = client_of(people[0]), []
    for size in (30, 300):
        page, now = make_news(), timezone.now()
        root = Draft(page, people[0], "Root", now)
        create_threads([root, *(Draft(page, people[1], f"{n}", now, root) for n in range(size))])
        address = reverse("comments:answers", args=[root.comment.pk])
        costs.append(queries_of(client, f"{address}?after=6", **HTMX))
    assert costs[0] == costs[1]


def test_posting_costs_the_same_on_a_long_page(client_of, people) -> None:
    client, costs = client_of(people[0]), []
    for size in (10, 1000):
        page = talk(people, size)
        url = reverse("comments:write", args=[page.pk])
        parent = Comment.objects.filter(page=page, root=None).first()
        client.post(url, {"text": "x"}, headers=HTMX)
        with CaptureQueriesContext(connection) as queries:
            client.post(url, {"text": "y", "parent": parent.pk}, headers=HTMX)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_lists_count_comments_in_one_query(people, django_assert_num_queries) -> None:
    from blog.pages.models import NewsPage
    from social.comments.counts import with_comment_counts

    for size in (1, 5, 9):
        talk(people, size)
    with django_assert_num_queries(1):
        found = {page.comment_count for page in with_comment_counts(NewsPage.objects.all())}
    assert {1, 5, 9} <= found
