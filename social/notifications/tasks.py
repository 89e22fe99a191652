"""Notifications in the background. Every task may run twice or be killed at any point."""

from django.conf import settings
from django_tasks import task

from social.activity.models import Event
from social.notifications import decide as deciding
from social.notifications import push
from social.notifications.incoming import imap
from social.notifications.mail import outbox


@task()
def decide(event_id: int) -> None:
    """Decide for everybody whom one event concerns."""
    events = Event.objects.select_related("page", "actor", "actor_department")
    event = events.filter(pk=event_id).first()
    if event is not None:
        deciding.decide(event)


@task()
def deliver() -> None:
    """Every minute: decide what a crash left undecided, then send what is due."""
    deciding.decide_undecided()
    outbox.collect()
    outbox.send_waiting()
    push.push_due()


@task()
def fetch_mail() -> None:
    """Every minute: take in the answers that came by mail, where a mailbox is configured."""
    if settings.RYNEK_IMAP_URL:
        imap.poll(settings.RYNEK_IMAP_URL)
