"""Administrators see what was set aside, try it again and drop it. Nobody else does."""

import pytest
from django.utils import timezone

from ground.queues.models import SetAside

pytestmark = pytest.mark.django_db
LIST, CHANGE = "/admin/queues/", "/admin/queues/change/"


@pytest.fixture
def row() -> SetAside:
    return SetAside.objects.create(queue="gone", key="17", reason="ValueError: <b>bad</b>", tries=6)


def test_list_shows_reason_and_buttons(client_of, administrator, row) -> None:
    client = client_of(administrator)
    page = client.get(LIST).content.decode()
    assert "ValueError: &lt;b&gt;bad" in page
    assert page.count("csrfmiddlewaretoken") >= 2, "forms, not scripts"
    assert "Odłożone" in page
    assert "ylko ręcznie" in page
    assert "17" in client.get(LIST, {"state": "waiting"}).content.decode()
    assert "ValueError" not in client.get(LIST, {"state": "dropped"}).content.decode()
    assert client.get(LIST, {"export": "csv"}).status_code == 200


def test_a_filter_that_finds_nothing_does_not_say_that_nothing_is_set_aside(
    client_of, administrator, row
) -> None:
    client, nothing = client_of(administrator), "Nic nie jest odłożone"
    assert nothing not in client.get(LIST, {"state": "dropped"}).content.decode()
    row.delete()
    assert nothing in client.get(LIST).content.decode()


def test_retry_and_drop_by_hand(client_of, administrator, row) -> None:
    client = client_of(administrator)
    assert client.post(CHANGE, {"item": row.pk, "deed": "drop"}).status_code == 302
    row.refresh_from_db()
    assert row.is_dropped
    client.post(CHANGE, {"item": row.pk, "deed": "retry"})
    row.refresh_from_db()
    assert (row.is_dropped, row.tries) == (False, 0)
    assert row.next_try <= timezone.now()
    SetAside.objects.update(next_try=None)
    client.post(CHANGE, {"deed": "retry-all"})
    row.refresh_from_db()
    assert row.next_try is not None
    for nonsense in ("", "x", "-1", "²", "99999999"):
        assert client.post(CHANGE, {"item": nonsense}).status_code == 302
    assert client.get(CHANGE).status_code == 405


def test_nobody_else_sees_or_changes_it(client_of, employee, editor, row) -> None:
    for person in (employee, editor):
        client = client_of(person)
        assert client.get(LIST).status_code in (302, 403)
        assert client.post(CHANGE, {"item": row.pk, "deed": "drop"}).status_code in (302, 403)
    row.refresh_from_db()
    assert not row.is_dropped
