"""Every address × every role × planted secrets: nothing shows, nothing is written.

The world is made once for each role; each request is rolled back. A route that cannot be filled,
or that even an administrator cannot reach, fails: it would prove nothing.
"""

import logging
from collections.abc import Iterator

import pytest

from tests.matrix.requests import Walk, unreached
from tests.matrix.routes import all_routes
from tests.matrix.secrets import CONTROLS, OUTSIDERS
from tests.matrix.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals need no lines in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_shows_and_nothing_is_written(role: str, capsys) -> None:
    walk = Walk(make_world(), role)
    walk.read_everything()
    walk.write_everything()
    with capsys.disabled():
        print(f"\n{walk.count} requests as {role}, {len(walk.kept)} words to find")
    assert walk.shown == []
    assert walk.written == []
    assert walk.broken == []
    assert walk.count > 1000


def test_every_route_has_a_place_and_is_reached() -> None:
    """By an administrator, or by the author whose own rows are asked for."""
    world = make_world()
    walks = [Walk(world, role) for role in CONTROLS]
    for walk in walks:
        walk.read_everything()
        walk.write_everything()
        assert walk.unfilled == []
    assert unreached(walks, all_routes()) == []
