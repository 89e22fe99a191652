"""The installed app: what is public, and which answers may be kept on a device."""

from typing import Any

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_manifest_worker_and_offline_page_need_no_login_and_tell_nothing(client: Any) -> None:
    assert client.get("/manifest.webmanifest").json()["display"] == "standalone"
    worker = client.get("/sw.js")
    assert worker["Service-Worker-Allowed"] == "/"
    assert "no-cache" in worker["Cache-Control"]
    assert client.get("/offline/").status_code == 200


def test_only_pages_of_the_tree_are_kept_and_each_for_its_reader(
    client_of: Any, employee: Any, colleague: Any
) -> None:
    news = factories.make_news("Kawa")
    mine = client_of(employee).get(news.url)
    theirs = client_of(colleague).get(news.url)
    assert mine["X-Keep-For"] != theirs["X-Keep-For"]
    assert client_of(employee).get(news.url)["X-Keep-For"] == mine["X-Keep-For"]
    assert "X-Keep-For" not in client_of(employee).get("/people/")


def test_refused_and_anonymous_answers_are_never_kept(
    client: Any, client_of: Any, employee: Any
) -> None:
    secret = factories.make_news("Fuzja")
    factories.restrict(secret, "Board")
    assert "X-Keep-For" not in client.get(secret.url)
    assert "X-Keep-For" not in client_of(employee).get(secret.url)
