"""A page costs the same number of queries however much lies on it.

Each scene is looked at, doubled, and looked at again.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from social.reactions.actions import set_reaction
from social.subjects.models import Topic
from tests.factories import (
    make_department,
    make_guide,
    make_knowledge,
    make_news,
    make_person,
    make_project,
    make_question,
)
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
SAME_ENOUGH = 6  # rows in each half: more than one, fewer than a page of any list


def cost(client: Any, address: str, settings: Any) -> tuple[int, list[str]]:
    """Queries of the second request, when nothing but caches of this process is warm."""
    client.get(address)
    for name in settings.CACHES:
        caches[name].clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), [query["sql"] for query in queries]


def most_alike(queries: list[str]) -> str:
    """The query that was asked most often but for its numbers: the likely culprit."""
    shapes = Counter(re.sub(r"\d+|'[^']*'", "?", query) for query in queries)
    shape, times = shapes.most_common(1)[0]
    return f"{times} times {shape[-400:]}"


@pytest.fixture
def same_cost(client_of, employee, settings) -> Callable[[str, Callable[[], None]], None]:
    """Asserts that an address costs the same after more has been made."""
    client = client_of(employee)

    def compare(address: str, make_more: Callable[[], None]) -> None:
        make_more()
        before, _ = cost(client, address, settings)
        make_more()
        after, queries = cost(client, address, settings)
        assert after == before, f"{address}: {before} queries, then {after}; {most_alike(queries)}"

    return compare


def some(make: Callable[..., Any], **fields: Any) -> None:
    department = make_department()
    for _ in range(SAME_ENOUGH):
        make(author=make_person(department=department), **fields)


def test_start_page(same_cost) -> None:
    same_cost("/pl/", lambda: some(make_news, topics=("KSeF",)))


def test_lists_of_news_guides_and_questions(same_cost) -> None:
    same_cost("/pl/aktualnosci/", lambda: some(make_news, topics=("KSeF",)))
    same_cost("/pl/poradniki/", lambda: some(make_guide, topics=("urlop",)))
    same_cost("/pl/projekty/", lambda: some(make_project))
    same_cost("/pl/pytania/", lambda: some(make_question))


def test_page_with_comments_answers_and_reactions(same_cost) -> None:
    page = make_news("Nowy magazyn")

    def talk() -> None:
        for person in [make_person() for _ in range(SAME_ENOUGH)]:
            root = say(person, page)
            for other in (make_person(), make_person()):
                answer = say(other, page, parent=root)
                set_reaction(person, answer, "like", True)
            set_reaction(person, page, "thanks", True)

    same_cost(page.url, talk)


def test_guide_with_chapters_and_project_with_knowledge(same_cost) -> None:
    guide = make_guide("Podróże")
    same_cost(guide.url, lambda: some(make_guide, parent=guide))
    project = make_project("Wdrożenie")
    same_cost(project.url, lambda: some(make_knowledge, project=project))


def test_topic_and_profile(same_cost) -> None:
    author = make_person("Jan", "Autor", department=make_department())
    make_news(topics=("bezpieczeństwo",))
    address = Topic.objects.get(name="bezpieczeństwo").get_absolute_url()
    same_cost(address, lambda: some(make_news, topics=("bezpieczeństwo",)))

    def write() -> None:
        for _ in range(SAME_ENOUGH):
            make_news(author=author)
            make_person(manager=author, department=author.department)

    same_cost(author.get_absolute_url(), write)


def test_inbox_and_what_one_follows(same_cost, employee) -> None:
    page = make_news("Nowy magazyn", author=employee)

    def hear() -> None:
        for _ in range(SAME_ENOUGH):
            say(make_person(), make_news(author=employee))
            say(make_person(), page)

    same_cost("/notifications/", hear)
    same_cost("/pl/", hear)
