"""The ledger for administrators, and nobody else."""

import pytest

from social.activity.actions import record
from social.activity.models import Verb
from social.notifications.decide import decide
from tests.factories import make_news

pytestmark = pytest.mark.django_db

LISTS = ("notice", "mail", "incomingmail", "spacemailrule")


def test_administrators_read_why_somebody_was_told_or_not(
    client_of, administrator, employee, colleague
) -> None:
    decide(record(colleague, Verb.ASSIGNED, make_news("Regulamin"), target=employee))
    client = client_of(administrator)
    for name in LISTS:
        assert client.get(f"/admin/snippets/notifications/{name}/").status_code == 200
    html = client.get("/admin/snippets/notifications/notice/").content.decode()
    assert str(employee) in html and "Regulamin" in html
    assert "E-mail" in html  # how it was told
    search = "/admin/snippets/notifications/notice/?q="
    assert "Regulamin" in client.get(f"{search}{employee.last_name}").content.decode()
    assert "Regulamin" not in client.get(f"{search}Nieznana").content.decode()


def test_nobody_else_reads_it(client_of, employee, editor, community_manager) -> None:
    for person in (employee, editor, community_manager):
        for name in LISTS:
            answer = client_of(person).get(f"/admin/snippets/notifications/{name}/")
            assert answer.status_code in {302, 403, 404}


def test_not_even_an_administrator_edits_the_ledger(client_of, administrator) -> None:
    client = client_of(administrator)
    for name in ("notice", "mail", "incomingmail"):
        assert client.get(f"/admin/snippets/notifications/{name}/add/").status_code in {
            302,
            403,
            404,
        }
    assert client.get("/admin/snippets/notifications/spacemailrule/add/").status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["notifications/incomingmail", "notifications/mail", "notifications/notice",
     "notifications/spacemailrule", "search_page/synonym", "search_page/exclusion"],
)  # fmt: skip
def test_what_nothing_points_at_is_in_no_chooser(client_of, editor, kind: str) -> None:
    """Wagtail's choosers list every row to whoever may enter the admin, without the right to see."""
    assert client_of(editor).get(f"/admin/snippets/choose/{kind}/").status_code == 404
