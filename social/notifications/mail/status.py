"""How the outbox is: for `/healthz` and `rynek doctor`. What was given up is told by its queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from social.notifications.mail.server import in_trouble
from social.notifications.models import Mail

LATE_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class OutboxState:
    """Numbers of mails; `server_error` is the mail server's own words."""

    waiting: int
    late: int
    server_error: str = ""
    silent_since: datetime | None = None


def outbox_state(now: datetime | None = None) -> OutboxState:
    """A constant number of queries, by the index of what waits."""
    now = now or timezone.now()
    waiting = Mail.objects.filter(state=Mail.State.WAITING)
    trouble = in_trouble()
    return OutboxState(
        waiting=waiting.count(),
        late=waiting.filter(created_at__lt=now - LATE_AFTER).count(),
        server_error=trouble.error if trouble else "",
        silent_since=trouble.silent_since if trouble else None,
    )
