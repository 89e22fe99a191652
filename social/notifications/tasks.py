"""Notifications in the background. Every task may run twice or be killed at any point."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from ground.queues.steps import Steps
from social.comments.actions import Refused
from social.notifications import decide as deciding
from social.notifications import push as pushing
from social.notifications.incoming import imap
from social.notifications.incoming.drafts import attach
from social.notifications.mail import outbox
from social.notifications.models import MailDraft
from social.notifications.retention import FORGETTING

logger = logging.getLogger("social.notifications")


@task()
def decide(event_id: int) -> None:
    """Decide for everybody whom one event concerns."""
    deciding.decide_one(event_id)


# News for 10,000 people must not keep an answer to one of them, or the search index, waiting.
SECONDS_AT_ONCE = 20


def decide_what_waits() -> None:
    deciding.decide_undecided()


def collect_mails() -> None:
    outbox.collect()


def push() -> None:
    pushing.push_due()


DELIVERING = Steps("deliver", _("Deciding, mails and push"), decide_what_waits, collect_mails, push)


@task()
def deliver() -> None:
    """Every minute: decide what a crash left undecided, then send what is due.

    When there are more mails than fit into a turn, they queue up again behind the other tasks.
    """
    DELIVERING.run()
    send_mails.call()


@task()
def send_mails() -> None:
    """Send what waits in the outbox, for a while; what is left queues up again."""
    outbox.send_waiting(until=timezone.now() + timedelta(seconds=SECONDS_AT_ONCE))
    if outbox.has_work(timezone.now()):
        send_mails.enqueue()


@task()
def fetch_mail() -> None:
    """Every minute: take in the answers that came by mail, where a mailbox is configured."""
    if settings.RYNEK_IMAP_URL:
        imap.poll(settings.RYNEK_IMAP_URL)


@task()
def attach_files(draft_id: int) -> None:
    """The page that a mail became is open now: what was attached to the mail follows."""
    with transaction.atomic():
        waiting = MailDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id)
        draft = waiting.select_related("person", "page").first()
        if draft is None or draft.page is None or not draft.page.live:
            return
        try:
            attach(draft)
        except Refused as refusal:
            logger.info("Files of draft %s wait on: %s", draft_id, refusal.code)


@task()
def forget_old() -> int:
    """At night: forget what was told, and mailed, longer ago than the configuration says."""
    return FORGETTING.run()
