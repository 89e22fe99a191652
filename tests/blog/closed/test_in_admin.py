"""What is closed to somebody is closed in Wagtail's admin, too: every route, GET and POST.

Editors and community managers have the same rights over pages, so one asks and one sends forms;
`tests/matrix` asks fewer addresses of every route as every role.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.blog import closed_world
from tests.blog.closed_world import World, addresses, forms, queries, routes, state_of, telling

pytestmark = pytest.mark.django_db
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_error_test", "wagtailadmin_sprite"}


@pytest.fixture
def world(editor: Any, community_manager: Any) -> World:
    return closed_world.build([editor, community_manager])


def every_address(world: World) -> Iterator[tuple[str, str]]:
    for route, view in routes():
        if view not in LEFT_OUT and route != "admin/logout/":
            for address in addresses(world, route, view):
                for query in queries(world, view, address):
                    yield view, address + query


def ask(client: Client, address: str) -> tuple[int, str]:
    """The status, and where something is told. Nothing is kept: some GETs write, too."""
    with transaction.atomic():
        answer = client.get(address)
        told = telling(answer)
        transaction.set_rollback(True)
    return answer.status_code, told


@pytest.mark.parametrize("who", ["editor"])
def test_no_address_of_the_admin_shows_what_is_closed(
    request: Any, client_of: Any, world: World, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    client.raise_request_exception = False
    asked, shown, broken = 0, [], []
    for view, address in every_address(world):
        status, told = ask(client, address)
        asked += 1
        if told:
            shown.append((view, address, told))
        if status >= 500:
            broken.append(address)
    print(f"{asked} addresses asked as {who}")
    assert asked > 1000
    assert not shown
    assert not broken


def test_every_address_was_worth_asking(client_of: Any, administrator: Any, world: World) -> None:
    """Who may see what is closed gets an answer, and is told, or the test above proves nothing."""
    client = client_of(administrator)
    client.raise_request_exception = False
    answered: Counter[str] = Counter()
    told: Counter[str] = Counter()
    views = set()
    for view, address in every_address(world):
        if closed_world.is_about_closed(world, address):
            views.add(view)
            status, words = ask(client, address)
            answered[view] += status in (200, 302)
            told[view] += bool(words)
    print(f"{len(views)} views about closed pages, {sum(told.values())} addresses told something")
    assert {view for view in views if not answered[view]} == closed_world.ONLY_BY_POST
    assert sum(told.values()) > 150
    assert len([view for view in views if told[view]]) > 25


@pytest.mark.parametrize("who", ["community_manager"])
def test_no_form_of_the_admin_changes_what_is_closed(
    request: Any, client_of: Any, world: World, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    client.raise_request_exception = False
    before = state_of(world)
    asked, shown, changed = 0, [], []
    for view, address in every_address(world):
        if address.endswith(("q=zqxvk", "=csv", "=xlsx")):
            continue  # what a list is asked for makes no difference to a form
        for form in forms(world, view):
            with transaction.atomic():
                answer = client.post(address, form)
                asked += 1
                if told := telling(answer):
                    shown.append((view, address, told))
                if state_of(world) != before:
                    changed.append((view, address, form))
                transaction.set_rollback(True)
    print(f"{asked} forms sent as {who}")
    assert asked > 1000
    assert not shown
    assert not changed
