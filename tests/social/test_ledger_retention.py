"""The ledger forgets what is old, and nothing that still waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from social.notifications import retention
from social.notifications.decide import decide_undecided
from social.notifications.models import Delivery, IncomingMail, Mail, Notice
from social.notifications.tasks import forget_old
from tests.social.test_inbox import tell_of

pytestmark = pytest.mark.django_db


def notice_of(person, days_ago: int) -> Notice:
    tell_of(person)
    notice = Notice.objects.latest("pk")
    Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(days=days_ago))
    return notice


def mail_to(person, days_ago: int, state: str) -> Mail:
    at = timezone.now() - timedelta(days=days_ago)
    return Mail.objects.create(
        person=person, kind="daily", key=f"{state}{days_ago}", state=state, created_at=at
    )


def finish_deliveries() -> None:
    Delivery.objects.update(state=Delivery.State.SENT, finished_at=timezone.now())


def test_old_rows_go_and_young_ones_stay(employee, settings, monkeypatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    settings.RYNEK_LEDGER_DAYS = 500
    old = [notice_of(employee, 501) for _ in range(5)]
    young = notice_of(employee, 499)
    finish_deliveries()
    mail_to(employee, 501, Mail.State.SENT)
    kept = mail_to(employee, 499, Mail.State.SENT)
    longer_ago = timezone.now() - timedelta(days=501)
    IncomingMail.objects.create(message_id="<old@example.com>", received_at=longer_ago)
    assert forget_old.call() == len(old) + 2
    assert list(Notice.objects.all()) == [young]
    assert list(Mail.objects.filter(kind="daily")) == [kept]
    assert not IncomingMail.objects.exists()
    assert forget_old.call() == 0


def test_what_waits_is_not_forgotten(employee, settings) -> None:
    settings.RYNEK_LEDGER_DAYS = 500
    told, waiting = notice_of(employee, 900), notice_of(employee, 900)
    notice_of(employee, 1)
    finish_deliveries()
    Delivery.objects.filter(notice=waiting).delete()
    Delivery.objects.create(
        notice=waiting, person=employee, channel="mail", timing="daily", due_at=timezone.now()
    )
    mail = mail_to(employee, 900, Mail.State.WAITING)
    forget_old.call()
    left = Notice.objects.all()
    assert waiting in left and told not in left
    assert Mail.objects.filter(pk=mail.pk).exists()


def test_nothing_forgotten_is_told_again(employee, settings) -> None:
    settings.RYNEK_LEDGER_DAYS = 500
    notice = notice_of(employee, 900)
    event = notice.event
    finish_deliveries()
    forget_old.call()
    decide_undecided()
    assert not Notice.objects.filter(event=event).exists()
