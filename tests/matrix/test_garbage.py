"""Whatever is sent to whatever address: an answer below 500.

As an administrator, whom the most addresses let in. The fields of each address are those of the
form that it shows, hidden ones and those of management forms included.
"""

import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.matrix.forms import Fields
from tests.matrix.requests import FORM, LEFT_OUT, Walk
from tests.matrix.world import make_world

pytestmark = pytest.mark.django_db
SLICES = 4
GARBAGE = ("", "a\x00b", "-1", "9" * 30, '{"a', "9999-12-31 23:59")
# Ends of the session, and what a test has no server for.
NOT_ASKED = re.compile("|".join(["sign-out", "logout", *(re.escape(name) for name in LEFT_OUT)]))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def bodies(html: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent to an address that shows this, each with a name for a failing test."""
    yield "nothing", {}
    yield "null", {"data": "null", "content_type": "application/json"}
    yield "half a form", {"data": b"--x\r\nfoo", "content_type": "multipart/form-data; boundary=x"}
    fields = Fields(html)
    names = fields.names or FORM
    for value in GARBAGE:
        yield f"everywhere {value[:12]!r}", {"data": dict.fromkeys(names, value)}
    typed = {name: value if name in fields.hidden else "9" * 30 for name, value in names.items()}
    yield "only what one sees", {"data": typed}
    for name in sorted(fields.hidden)[:3]:
        yield f"without {name}", {"data": {k: v for k, v in names.items() if k != name}}


def ask(walk: Walk, method: str, address: str, **body: Any) -> tuple[int, str]:
    """The status and what was said; nothing of it stays."""
    with transaction.atomic():
        response = getattr(walk.client, method)(address, **body)
        parts = response.streaming_content if response.streaming else [response.content]
        said = b"".join(parts).decode(errors="replace")
        transaction.set_rollback(True)
    return response.status_code, said


@pytest.mark.parametrize("part", range(SLICES))
def test_garbage_is_never_a_fault_of_the_house(part: int) -> None:
    walk = Walk(make_world(), "administrator")
    broken, seen = [], set()
    for route, address in walk.addresses():
        is_ours = zlib.crc32(route.pattern.encode()) % SLICES == part
        if route.pattern in seen or not is_ours or NOT_ASKED.search(route.pattern):
            continue
        seen.add(route.pattern)
        status, html = ask(walk, "get", address)
        if status >= 500:
            broken.append(f"GET {address} {status}")
        for name, body in bodies(html):
            walk.sign_in_again()
            status, _said = ask(walk, "post", address, **body)
            if status >= 500:
                broken.append(f"POST {address} {name} {status}")
    assert len(seen) > 100
    assert broken == []


@pytest.mark.parametrize("address", ["revisions/0/revert/", "revisions/0/view/"])
def test_a_revision_that_is_none_is_not_found(client_of, administrator, address: str) -> None:
    world = make_world()
    alias = next(
        row for rows in world.rows.values() for row in rows if getattr(row, "alias_of_id", 0)
    )
    for method in ("get", "post"):
        client = client_of(administrator)
        answer = getattr(client, method)(f"/admin/pages/{alias.pk}/{address}")
        assert answer.status_code in {404, 405}


def test_a_broken_form_shows_what_was_typed(client_of, administrator) -> None:
    """Wagtail's editor asks for a field that did not come along."""
    world = make_world()
    page = next(row for rows in world.rows.values() for row in rows if hasattr(row, "lead"))
    typed = "Zdanie, którego nikt nie chce pisać drugi raz."
    answer = client_of(administrator).post(f"/admin/pages/{page.pk}/edit/", {"lead": typed})
    assert answer.status_code == 400
    assert typed in answer.content.decode()
