"""Queues by the clock."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from ground.queues import queue
from ground.queues.models import SetAside

# Whatever still cannot be done after that comes back by itself.
KEPT = timedelta(days=180)


@task()
def retry_set_aside() -> int:
    """Every minute: what was set aside and is due is tried again. Safe to repeat."""
    return queue.retry_due()


@task()
def forget_set_aside() -> int:
    """At night: forget what was set aside, or dropped, half a year ago."""
    old = SetAside.objects.filter(last_failed_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
