"""Providers that sign what they hand over: one key in the environment, and a real delivery."""

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client

from rynek.settings.providers import API, SIGNING, keys_of_provider
from social.comments.actions import post_comment
from social.comments.models import Comment
from social.notifications.incoming.addresses import reply_address
from social.notifications.models import IncomingMail
from social.notifications.views.webhook import PROVIDERS
from tests.factories import make_news, make_person
from tests.social.letters import vouched

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome
AUTH = {"authorization": "Basic " + base64.b64encode(b"rynek:tajne").decode()}
WORDS = "Dziękuję, złożę formularz jutro."


@pytest.fixture(autouse=True)
def keys(settings) -> None:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    settings.ANYMAIL = keys_of_provider("rynek:tajne", "podpis", "klucz")


@pytest.fixture
def address(db) -> str:
    person = make_person("Ewa", "Żak", email="ewa@example.com", language="pl")
    page = make_news("Stołówka")
    return reply_address(person.pk, page.pk, post_comment(make_person(), page, "Zupa?").pk)


def letter(to: str) -> bytes:
    return (
        f"From: Ewa <ewa@example.com>\nTo: {to}\nSubject: Re: x\nMessage-ID: <p-1@x>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{WORDS}\n"
    ).encode()


def mandrill(raw: bytes, to: str, key: str = "podpis", **fields: object) -> int:
    event = {"event": "inbound", "ts": 1, "msg": {"raw_msg": raw.decode(), "email": to, **fields}}
    data = {"mandrill_events": json.dumps([event])}
    # It signs the address with the user and the password that are part of it.
    url = "http://rynek:tajne@testserver/notifications/mail-in/mandrill/"
    signed = url + "mandrill_events" + data["mandrill_events"]
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha1).digest()
    headers = AUTH | {"X-Mandrill-Signature": base64.b64encode(digest).decode()}
    return Client().post("/notifications/mail-in/mandrill/", data, headers=headers).status_code


def mailersend(raw: bytes, to: str, key: str = "podpis") -> int:
    mail = {"id": "1", "raw": raw.decode(), "recipients": {"rcptTo": [{"email": to}]}}
    body = json.dumps({"type": "inbound.message", "data": mail})
    signature = hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()
    url = "/notifications/mail-in/mailersend/"
    headers = AUTH | {"Signature": signature}
    return Client().post(url, body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize("deliver", [mandrill, mailersend])
def test_a_signed_delivery_becomes_a_comment(deliver, address: str) -> None:
    assert deliver(vouched(letter(address)), address) == 200
    assert Comment.objects.latest("pk").comment == WORDS


@pytest.mark.parametrize("deliver", [mandrill, mailersend])
def test_a_wrong_signature_is_refused(deliver, address: str) -> None:
    assert deliver(vouched(letter(address)), address, key="inny") == 403
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"spf": {"result": "pass"}, "sender": "ewa@example.com"}, Outcome.COMMENT),
        ({"spf": {"result": "fail"}, "sender": "ewa@example.com"}, Outcome.IGNORED),
        ({"spf": {"result": "pass"}, "sender": "x@evil.com"}, Outcome.HELD),
        # Whose envelope it was is not said, or of whom the signature is.
        ({"spf": {"result": "pass"}, "dkim": {"signed": True, "valid": True}}, Outcome.HELD),
        ({"spf": "pass", "sender": ["ewa@example.com"]}, Outcome.HELD),
        ({}, Outcome.HELD),
    ],
)
def test_mandrill_says_what_it_checked(address: str, fields, outcome) -> None:
    assert mandrill(letter(address), address, **fields) == 200
    assert IncomingMail.objects.get().outcome == outcome


@pytest.mark.parametrize("provider", PROVIDERS)
def test_with_both_keys_no_provider_wants_another(provider: str, caplog) -> None:
    url = f"/notifications/mail-in/{provider}/"
    Client().post(url, "{}", content_type="application/json", headers=AUTH)
    assert not any(word in caplog.text for word in ("_KEY", "_SECRET", "_TOKEN")), caplog.text


@pytest.mark.parametrize("name", sorted({*SIGNING, *API} - {"MAILTRAP_INBOUND_SECRET"}))
def test_every_key_is_wanted_by_its_provider(name: str, settings, caplog) -> None:
    """Without it 501, and the log names what is missing. Mailtrap's signature is its choice."""
    settings.ANYMAIL = {key: word for key, word in settings.ANYMAIL.items() if key != name}
    url = f"/notifications/mail-in/{name.partition('_')[0].lower()}/"
    answer = Client().post(url, "{}", content_type="application/json", headers=AUTH)
    assert answer.status_code == 501 and name in caplog.text


def test_without_a_secret_nothing_is_taken() -> None:
    assert keys_of_provider("", "podpis", "klucz")["WEBHOOK_SECRET"] is None
