"""Web push: opt-in, encrypted, never the words, never what may not be seen."""

import base64
import json
from datetime import timedelta
from types import SimpleNamespace

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pywebpush import WebPushException

from ground import outside
from social.comments.actions import post_comment
from social.notifications import push
from social.notifications.decide import decide_undecided
from social.notifications.models import Delivery, PushSubscription
from tests.factories import make_news, restrict

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=5)
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.fixture
def browser():
    """A browser's keys, as the Push API makes them."""
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    auth = b"0123456789abcdef"
    keys = {"p256dh": encoded(point), "auth": encoded(auth)}
    return SimpleNamespace(private=private, secret=auth, keys=keys)


def answered(employee, colleague):
    page = make_news("Stołówka")
    said = post_comment(employee, page, "Pytanie")
    post_comment(colleague, page, "Tajemnicza odpowiedź", parent=said)
    decide_undecided()
    return page


def allow(client, browser, endpoint: str = ENDPOINT):
    data = {"endpoint": endpoint, **browser.keys}
    return client.post(reverse("notifications:push-subscribe"), data)


def test_a_browser_is_allowed_and_taken_back(client_of, employee, browser) -> None:
    client = client_of(employee)
    assert allow(client, browser).status_code == 204
    kept = PushSubscription.objects.get(person=employee)
    client.post(reverse("notifications:push-remove", args=[kept.pk]))
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://localhost/x",
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://127.0.0.1:18443?.fcm.googleapis.com/x",
        "https://169.254.169.254?.push.apple.com",
        "https://evil.example#.fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:443.evil.example/x",
        "https://fcm.googleapis.com:x/y",
        "https://user@fcm.googleapis.com/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://fcm.googleapis.com\\.evil.example/x",
        "https://evil.example/\\fcm.googleapis.com",
        "https://fcm.googleapis.com%2eevil.example/x",
        "https://fcm.googleapis.com./x",
        "https://fcm.googleapis.com/x#y",
        "https://xfcm.googleapis.com/x",
        "https://[::1]/x?.fcm.googleapis.com",
        "https://[::ffff:127.0.0.1]/fcm.googleapis.com",
        "https://\u24d5cm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com\u3002evil.example/x",
        "https:/fcm.googleapis.com/x",
        "https:fcm.googleapis.com/x",
        "//fcm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "https://fcm.goo\tgleapis.com/x",
        "https:///fcm.googleapis.com/x",
        "https://",
    ],
)
def test_nothing_but_push_services_is_knocked_at(client_of, employee, browser, endpoint) -> None:
    assert allow(client_of(employee), browser, endpoint).status_code == 400
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/cX:APA91",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA",
        "https://web.push.apple.com/QGf",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2bX",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_the_services_of_all_browsers_are_known(client_of, employee, browser, endpoint) -> None:
    assert allow(client_of(employee), browser, endpoint).status_code == 204


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": "A" * 87},  # on no curve
        {"p256dh": encoded(b"\x04" + b"\x01" * 64)},
        {"p256dh": encoded(b"\x02" + b"\x01" * 32)},
        {"p256dh": "😀" * 40},
        {"p256dh": ""},
        {"auth": encoded(b"short")},
        {"auth": encoded(b"x" * 17)},
        {"auth": "ąę"},
        {"auth": ""},
    ],
)
def test_keys_are_checked_when_they_come(client_of, employee, browser, keys) -> None:
    browser.keys |= keys
    assert allow(client_of(employee), browser).status_code == 400
    assert not PushSubscription.objects.exists()


def test_a_subscription_from_before_the_rules_is_forgotten_and_not_knocked_at(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    allow(client_of(employee), browser)
    PushSubscription.objects.update(endpoint="https://127.0.0.1:18443?.fcm.googleapis.com/x")
    answered(employee, colleague)
    monkeypatch.setattr(push, "webpush", lambda *a, **k: pytest.fail("knocked"))
    assert push.push_due(timezone.now() + LATER) == 0
    assert not PushSubscription.objects.exists()


def test_nobody_is_pushed_who_did_not_allow_it(employee, colleague) -> None:
    answered(employee, colleague)
    assert not Delivery.objects.filter(channel="push").exists()


def test_a_push_says_who_and_where_but_not_what(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    """What reaches the push service is opened with the browser's own keys."""
    allow(client_of(employee), browser)
    answered(employee, colleague)
    posted = []

    def post(self, url, data=None, headers=None, timeout=None, **more):
        posted.append((url, data, headers))
        return SimpleNamespace(status_code=201, text="", reason="Created", headers={})

    monkeypatch.setattr(outside.Session, "post", post)
    assert push.push_due(timezone.now() + LATER) == 1
    assert push.push_due(timezone.now() + LATER) == 0
    ((url, data, headers),) = posted
    assert url == ENDPOINT and b"odpow" not in data
    assert {name.lower() for name in headers} >= {"authorization", "ttl", "content-encoding"}
    opened = http_ece.decrypt(data, private_key=browser.private, auth_secret=browser.secret)
    said = json.loads(opened)
    assert said["title"] == "Stołówka" and str(colleague) in said["body"]
    assert "Tajemnicza" not in opened.decode()


def test_a_browser_that_is_gone_is_forgotten(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    allow(client_of(employee), browser)
    answered(employee, colleague)

    def refuse(*args, **kwargs):
        raise WebPushException("gone", response=SimpleNamespace(status_code=410, text=""))

    monkeypatch.setattr(push, "webpush", refuse)
    assert push.push_due(timezone.now() + LATER) == 0
    assert not PushSubscription.objects.exists()
    delivery = Delivery.objects.get(channel="push")
    assert delivery.why_dropped == Delivery.WhyDropped.UNREACHABLE


def test_what_may_not_be_seen_any_more_is_not_pushed(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    allow(client_of(employee), browser)
    restrict(answered(employee, colleague), "Board")
    monkeypatch.setattr(push, "webpush", lambda *a, **k: pytest.fail("pushed"))
    assert push.push_due(timezone.now() + LATER) == 0
    assert Delivery.objects.get(channel="push").why_dropped == Delivery.WhyDropped.RESTRICTED


def test_malformed_keys_of_one_browser_stop_no_other(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    """As stored before keys were checked, or by hand."""
    allow(client_of(employee), browser)
    for number, key in enumerate(["A" * 87, "", "😀", "Warszawa"]):
        PushSubscription.objects.create(
            person=employee, endpoint=f"{ENDPOINT}{number}", p256dh=key, auth=key[:20]
        )
    answered(employee, colleague)
    posted = []

    def post(self, url, **more):
        posted.append(url)
        return SimpleNamespace(status_code=201, text="", reason="Created", headers={})

    monkeypatch.setattr(outside.Session, "post", post)
    assert push.push_due(timezone.now() + LATER) == 1
    assert posted == [ENDPOINT]


def test_a_push_that_fails_is_set_aside_and_mails_go_out(
    client_of, employee, colleague, browser, monkeypatch
) -> None:
    from ground.queues.models import SetAside
    from social.notifications import tasks

    allow(client_of(employee), browser)
    answered(employee, colleague)
    Delivery.objects.update(due_at=timezone.now())
    monkeypatch.setattr(push, "_payload", lambda delivery: 1 / 0)
    tasks.deliver.func()
    assert {row.queue for row in SetAside.objects.all()} == {"push"}
    assert mail.outbox
    monkeypatch.setattr(push, "push_due", lambda: 1 / 0)
    tasks.deliver.func()
    assert SetAside.objects.filter(queue="deliver", key="push").exists()
