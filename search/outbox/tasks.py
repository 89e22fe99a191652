"""The task that brings the index up to date, and how it is asked for."""

import time

from django.apps import apps
from django.db import transaction
from django_tasks import task

BUDGET = 20.0  # seconds after which the task makes room for others and queues itself again


@task()
def drain_outbox() -> int:
    """Write all recorded changes to the index, rebuilding it first if it is missing, damaged or
    outdated; return how many changes were written."""
    from search.outbox.drain import drain
    from search.outbox.healing import heal

    heal()
    started, written = time.monotonic(), 0
    while batch := drain():
        written += batch
        if time.monotonic() - started > BUDGET:
            drain_outbox.enqueue()
            break
    return written


def request_drain() -> None:
    """Have the worker drain the outbox once the transaction is committed."""
    connection = transaction.get_connection()
    if not any(hook[1] is _enqueue for hook in connection.run_on_commit):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    if not _is_waiting():
        drain_outbox.enqueue()


def _is_waiting() -> bool:
    # A queued drain that has not begun will see this change; one that runs may not.
    if not apps.is_installed("django_tasks_db"):
        return False
    from django_tasks_db.models import DBTaskResult

    path = drain_outbox.module_path
    return DBTaskResult.objects.filter(task_path=path, status="READY").exists()
