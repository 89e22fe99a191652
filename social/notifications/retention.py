"""Forgetting what the ledger and the outbox no longer need to know."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.steps import Steps
from social.notifications.models import Delivery, IncomingMail, Mail, Notice

BATCH = 2_000
CONTENT_KEPT = timedelta(days=30)  # of mails given up, which somebody may yet send again


def forget_contents() -> None:
    too_old = timezone.now() - CONTENT_KEPT
    Mail.objects.failed().filter(created_at__lt=too_old).update(content=None)


def forget_notices() -> int:
    """With their deliveries; what still waits to be told stays."""
    waiting = Delivery.objects.waiting().filter(notice=OuterRef("pk"))
    return _forget(_older(Notice.objects.exclude(Exists(waiting)), "created_at"))


def forget_mails() -> int:
    return _forget(_older(Mail.objects.exclude(state=Mail.State.WAITING), "created_at"))


def forget_letters() -> int:
    return _forget(_older(IncomingMail.objects.all(), "received_at"))


# Events are decided from a queue of their own, so nothing old is decided, or sent, again.
FORGETTING = Steps(
    "forget",
    _("Forgetting old notifications and mails"),
    forget_contents,
    forget_notices,
    forget_mails,
    forget_letters,
)


def _older(rows: QuerySet, field: str) -> QuerySet:
    """Rows that the configuration does not keep any more: those before the first young one.
    Numbers grow with time, and only they are indexed.
    """
    moment = timezone.now() - timedelta(days=settings.RYNEK_LEDGER_DAYS)
    young = rows.model._default_manager.filter(**{f"{field}__gte": moment}).order_by("pk")
    first = young.values_list("pk", flat=True).first()
    old = rows.filter(**{f"{field}__lt": moment})
    return old.filter(pk__lt=first) if first is not None else old


def _forget(rows: QuerySet) -> int:
    """Each batch is a transaction: killed at any point, the next run goes on."""
    total = 0
    while True:
        with transaction.atomic():
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            rows.model._default_manager.filter(pk__in=ids).delete()
        total += len(ids)
        if len(ids) < BATCH:
            return total
