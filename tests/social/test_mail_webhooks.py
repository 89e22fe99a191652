"""Webhooks of mail providers: one line in the log for what is wrong, never a 500."""

import base64
import json

import pytest
from django.test import Client

from social.notifications.views.webhook import PROVIDERS

pytestmark = pytest.mark.django_db
WRONG = {
    "none": None,
    "empty": "",
    "wrong password": "Basic " + base64.b64encode(b"rynek:inne").decode(),
    "wrong kind": "Bearer tajne",
    "no base64": "Basic ???",
    "no UTF-8": "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
    "Polish letters": "Basic " + base64.b64encode("rynek:żółć".encode()).decode(),
    "three parts": "Basic a b",
}
RIGHT = "Basic " + base64.b64encode(b"rynek:tajne").decode()
BODIES = {
    "nothing": ("", "application/json"),
    "no JSON": ("{", "application/json"),
    "no object": ("[1]", "application/json"),
    "another object": (json.dumps({"Type": "Notification", "type": "x"}), "application/json"),
    "a form": ("a=1&b=2", "application/x-www-form-urlencoded"),
    "a broken form": ("--x\r\n", "multipart/form-data; boundary=x"),
}


@pytest.fixture(autouse=True)
def secret(settings) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}


def deliver(provider: str, auth: str | None, body: str = "{}", kind: str = "application/json"):
    headers = {} if auth is None else {"authorization": auth}
    url = f"/notifications/mail-in/{provider}/"
    return Client().post(url, body, content_type=kind, headers=headers)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("auth", WRONG.values(), ids=WRONG)
def test_without_the_secret_it_is_403_and_one_line(provider, auth, caplog) -> None:
    assert deliver(provider, auth).status_code == 403
    assert [record.getMessage() for record in caplog.records] == [
        f"mail by webhook of {provider}: 403 wrong or missing secret"
    ]
    assert caplog.records[0].exc_info is None


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES)
def test_what_is_no_mail_is_an_answer_too(provider, body, kind, caplog) -> None:
    response = deliver(provider, RIGHT, body, kind)
    assert response.status_code in {200, 400, 403, 501}
    assert len(caplog.records) <= 1 and not any(record.exc_info for record in caplog.records)


def test_amazon_is_asked_for_the_secret_first() -> None:
    url = "/notifications/mail-in/amazon_ses/"
    headers = {"x-amz-sns-message-type": "Notification"}
    response = Client().post(url, "{}", content_type="application/json", headers=headers)
    assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Basic")


def test_other_methods_do_nothing(caplog) -> None:
    url = "/notifications/mail-in/mailgun/"
    assert Client().head(url).status_code == 200
    assert {Client().get(url).status_code, Client().put(url).status_code} == {405}
    assert Client().post("/notifications/mail-in/another/").status_code == 404
