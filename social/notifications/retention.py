"""Forgetting what the ledger and the outbox no longer need to know."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from social.notifications.models import Delivery, IncomingMail, Mail, Notice

BATCH = 2_000
CONTENT_KEPT = timedelta(days=30)  # of mails given up, which somebody may yet send again


def forget_before(moment: datetime) -> int:
    """Delete notices with their deliveries, and mails, that are older; returns how many rows went.

    What still waits to be told stays. Events are decided from a queue of their own, so nothing
    old is decided, or sent, again. Each batch is a transaction: killed at any point, the next
    run goes on.
    """
    too_old = timezone.now() - CONTENT_KEPT
    Mail.objects.failed().filter(created_at__lt=too_old).update(content=None)
    waiting = Delivery.objects.waiting().filter(notice=OuterRef("pk"))
    total = _forget(_older(Notice.objects.exclude(Exists(waiting)), "created_at", moment))
    finished = Mail.objects.exclude(state=Mail.State.WAITING)
    total += _forget(_older(finished, "created_at", moment))
    return total + _forget(_older(IncomingMail.objects.all(), "received_at", moment))


def _older(rows: QuerySet, field: str, moment: datetime) -> QuerySet:
    """Rows before the first young one: numbers grow with time, and only they are indexed."""
    young = rows.model._default_manager.filter(**{f"{field}__gte": moment}).order_by("pk")
    first = young.values_list("pk", flat=True).first()
    old = rows.filter(**{f"{field}__lt": moment})
    return old.filter(pk__lt=first) if first is not None else old


def _forget(rows: QuerySet) -> int:
    total = 0
    while True:
        with transaction.atomic():
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            rows.model._default_manager.filter(pk__in=ids).delete()
        total += len(ids)
        if len(ids) < BATCH:
            return total
