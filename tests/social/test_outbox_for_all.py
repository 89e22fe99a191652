"""Every mail of the house goes through one outbox, whatever the mail server does."""

import socket
import time
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone

from ground.queues.models import SetAside
from ground.queues.queue import retry, retry_due
from rynek import health
from rynek.settings import base
from social.notifications.mail import outbox, server
from social.notifications.models import Mail, MailServer
from tests.factories import make_person
from tests.social.mailbox import Mailbox, smtp_server

pytestmark = pytest.mark.django_db
OUTBOX = "social.notifications.mail.backend.OutboxBackend"


@pytest.fixture
def mailbox(settings):
    settings.EMAIL_BACKEND = OUTBOX
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    settings.DEFAULT_FROM_EMAIL = "Rynek <rynek@example.com>"
    with smtp_server(settings) as box:
        yield box


def write_to(*people, **options) -> None:
    for person in people:
        django_mail.send_mail("Temat", "Zażółć", None, [person.email], **options)


def time_passes() -> None:
    Mail.objects.update(leased_until=None)
    MailServer.objects.update(closed_until=timezone.now())


def test_the_house_points_djangos_mail_at_the_outbox() -> None:
    assert base.EMAIL_BACKEND == OUTBOX
    assert base.RYNEK_MAIL_TRANSPORT.startswith("django.core.mail.backends.")


def test_what_a_package_writes_waits_and_arrives_whole(mailbox: Mailbox) -> None:
    person = make_person()
    message = django_mail.EmailMultiAlternatives(
        "Temat ż",
        "Zażółć",
        to=[person.email, "gosc@example.org"],
        reply_to=["redakcja@example.com"],
        headers={"X-Own": "1"},
    )
    message.attach_alternative("<p>Zażółć</p>", "text/html")
    message.attach("raport.csv", "a;b", "text/csv")
    assert message.send() == 1
    assert not mailbox.mails and Mail.objects.filter(person=person).count() == 1
    assert outbox.send_waiting() == 2
    assert sorted(mailbox.recipients) == sorted([person.email, "gosc@example.org"])
    for mail in mailbox.mails:
        assert mail["Subject"] == "Temat ż" and mail["X-Own"] == "1"
        assert mail["To"] == f"{person.email}, gosc@example.org"
        assert mail["Reply-To"] == "redakcja@example.com"
        assert mail.get_body(("html",)).get_content().strip() == "<p>Zażółć</p>"
        assert [part.get_filename() for part in mail.iter_attachments()] == ["raport.csv"]
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 2
    assert not Mail.objects.exclude(content=None).exists(), "links to accounts are not kept"


def test_a_new_password_is_asked_for_at_once_and_survives_a_server_that_is_down(
    mailbox: Mailbox, client
) -> None:
    person = make_person()
    person.set_password("okna i drzwi 1")
    person.save()
    mailbox.is_down = True
    answer = client.post(reverse("people:password-reset"), {"email": person.email})
    assert answer.status_code == 302
    assert outbox.send_waiting() == 0
    mailbox.is_down = False
    time_passes()
    assert outbox.send_waiting() == 1
    assert "/password/reset/" in mailbox.mails[0].get_content()


def test_nobody_who_left_is_written_to(mailbox: Mailbox) -> None:
    person = make_person()
    write_to(person)
    person.is_active = False
    person.save()
    assert outbox.send_waiting() == 0
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_later_is_later_and_never_is_never_for_one_alone(mailbox: Mailbox) -> None:
    refused, greylisted, spam, fine = (make_person() for _ in range(4))
    mailbox.refused.add(refused.email)
    mailbox.greylisted.add(greylisted.email)
    mailbox.spam.add(spam.email)
    write_to(refused, greylisted, spam, fine)
    assert outbox.send_waiting() == 1
    states = {mail.recipient: mail.state for mail in Mail.objects.all()}
    assert states == {
        refused.email: "failed",
        greylisted.email: "waiting",
        spam.email: "failed",
        fine.email: "sent",
    }
    assert Mail.objects.get(state="waiting").leased_until > timezone.now() + timedelta(minutes=4)
    time_passes()
    assert outbox.send_waiting() == 1
    assert sorted(mailbox.recipients) == sorted([fine.email, greylisted.email])
    reasons = " ".join(SetAside.objects.values_list("reason", flat=True))
    assert f"{refused.email}: " in reasons and "550" in reasons and "spam" in reasons


def test_pauses_grow_for_days_before_a_mail_is_given_up(mailbox: Mailbox) -> None:
    write_to(make_person())
    mailbox.is_down = True
    waited = timedelta()
    while True:
        before = timezone.now()
        outbox.send_waiting()
        mail = Mail.objects.get()
        if mail.state == Mail.State.FAILED:
            break
        waited += mail.leased_until - before
        time_passes()
    assert timedelta(days=3) < waited < timedelta(days=5)
    (aside,) = health.queues()
    assert not aside.ok and "451" in aside.detail
    mailbox.is_down = False
    assert retry(SetAside.objects.all()) == retry_due() == 1
    assert [check.ok for check in health.queues()] == [True]
    assert outbox.send_waiting() == 1


def test_a_silent_server_costs_one_timeout_whatever_waits(settings) -> None:
    settings.EMAIL_BACKEND = OUTBOX
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.RYNEK_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 1
        write_to(*(make_person() for _ in range(5)))
        start = time.monotonic()
        for _ in range(5):
            assert outbox.send_waiting() == 0
        assert time.monotonic() - start < 2
    assert set(Mail.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert not health.mails().ok and "timed out" in health.mails().detail


def test_a_server_that_refuses_connections_is_asked_again_after_growing_pauses(settings) -> None:
    settings.EMAIL_BACKEND = OUTBOX
    settings.RYNEK_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    write_to(make_person())
    pauses = []
    for _ in range(7):
        time_passes()
        before = timezone.now()
        outbox.send_waiting()
        pauses.append(round((MailServer.objects.get().closed_until - before).total_seconds() / 60))
    assert pauses == [1, 2, 4, 8, 15, 15, 15]
    assert not outbox.has_work(timezone.now())
    with smtp_server(settings) as mailbox:
        MailServer.objects.update(name=server.server_name(), closed_until=timezone.now())
        assert outbox.send_waiting() == 1
        assert len(mailbox.mails) == 1
    assert not MailServer.objects.exists()


def test_a_mail_that_cannot_be_written_waits_alone(mailbox: Mailbox) -> None:
    write_to(make_person(), make_person())
    Mail.objects.filter(pk=Mail.objects.first().pk).update(content={"subject": 7})
    assert outbox.send_waiting() == 1
    broken = Mail.objects.get(state="waiting")
    assert broken.attempts == 1 and "body" in broken.error


def test_what_concerns_one_person_goes_before_what_goes_to_all(mailbox: Mailbox) -> None:
    reader, hasty = make_person(), make_person()
    Mail.objects.create(person=reader, kind=Mail.Kind.NEWSLETTER, key="n", about_id=0)
    write_to(hasty)
    now = timezone.now() + timedelta(seconds=1)
    assert next(outbox._leased(now, None)).person == hasty


def test_healthz_names_mails_and_serves_pages_all_the_same(client, monkeypatch) -> None:
    monkeypatch.setattr(health, "vital", list)
    monkeypatch.setattr(health, "LEAST_FREE", 0)
    assert client.get("/healthz").json()["state"] == "ok"
    server.note_trouble(OSError("no route to host"))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["state"] == "degraded" and answer.json()["ok"]
    assert (
        set(answer.json()["degraded"]) == {"outbox"} and "no route" not in answer.content.decode()
    )
