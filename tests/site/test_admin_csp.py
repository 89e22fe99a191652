"""Wagtail's admin runs the scripts of its authors only: each inline one has the nonce of the answer."""

import re

import pytest
from django.urls import get_resolver
from lxml import html

from tests.factories import make_news
from tests.ground.test_spreadsheets import lists

pytestmark = pytest.mark.django_db
DATA = {"text/django-form-template", "application/json", "text/x-template", "importmap"}
POLICY = re.compile(r"script-src 'self' 'nonce-([\w-]{48})';")


def nonce_of(response) -> str:
    found = POLICY.search(response["Content-Security-Policy"])
    assert found, response["Content-Security-Policy"]
    return found[1]


def faults(response) -> list[str]:
    """Inline scripts without the nonce, and handlers in attributes, which no nonce allows."""
    nonce = nonce_of(response)
    tree = html.fromstring(response.content)
    wrong = [
        (node.text or "")[:60]
        for node in tree.iter("script")
        if not node.get("src") and node.get("type") not in DATA and node.get("nonce") != nonce
    ]
    wrong += [name for node in tree.iter() for name in node.attrib if name.startswith("on")]
    wrong += ["javascript:" for node in tree.iter("a") if "javascript:" in node.get("href", "")]
    return wrong


def test_every_page_of_the_admin_gives_its_scripts_the_nonce(client_of, administrator) -> None:
    client = client_of(administrator)
    page = make_news("Nowa hala")
    addresses = lists(get_resolver().url_patterns)
    addresses += [
        f"/admin/pages/{page.pk}/{name}/" for name in ("edit", "history", "usage", "copy")
    ]
    addresses += [f"/admin/pages/{page.get_parent().pk}/", "/admin/snippets/people/audience/add/"]
    pages, inline = 0, 0
    for address in addresses:
        if address in {"/admin/logout/", "/admin/failwhale/"}:
            continue
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
            continue
        if response.streaming or not response.content.strip():
            continue
        assert faults(response) == [], address
        pages += 1
        inline += response.content.count(b" nonce=")
    assert pages > 60 and inline > 100
    print(f"{pages} pages, {inline} scripts with a nonce")


def test_each_answer_has_a_nonce_of_its_own_but_fragments_that_of_their_page(
    client_of, administrator, editor
) -> None:
    client = client_of(administrator)
    first, second = (nonce_of(client.get("/admin/pages/")) for _number in range(2))
    assert first != second
    told = client.get("/admin/pages/", headers={"X-Page-Nonce": first})
    assert nonce_of(told) == first and f'nonce="{first}"' in told.content.decode()
    others = nonce_of(client_of(editor).get("/admin/pages/"))
    for made_up in ("x" * 48, others, first[:-1], first + "'", "", "x'; script-src *", "ż" * 48):
        answer = client.get("/admin/pages/", headers={"X-Page-Nonce": made_up})
        assert nonce_of(answer) != made_up


def test_no_nonce_outside_the_admin(client_of, administrator) -> None:
    response = client_of(administrator).get("/people/me/")
    assert "nonce" not in response["Content-Security-Policy"]
    assert b" nonce=" not in response.content
