"""The task worker: django-tasks' database worker, with a clock, retries and a heartbeat."""

import logging
import os
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from rynek import health

logger = logging.getLogger("rynek.worker")

ATTEMPTS = 4
BEAT_SECONDS = 5


def due_tasks(last: datetime, now: datetime) -> Iterator[str]:
    """Names of the tasks of RYNEK_SCHEDULE that fell due after `last` and up to `now`."""
    for name, when in settings.RYNEK_SCHEDULE:
        if isinstance(when, int):
            period = when * 60
            if int(last.timestamp()) // period != int(now.timestamp()) // period:
                yield name
        else:
            hour, minute = map(int, when.split(":"))
            local = timezone.localtime(now, timezone.get_default_timezone())
            moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
            if last < moment <= now:
                yield name


def is_waiting(name: str) -> bool:
    """Whether the task is queued already, so that a slow worker does not pile it up."""
    return DBTaskResult.objects.filter(task_path=name, status="READY").exists()


class HouseWorker(Worker):
    """Runs queued tasks; retries failed ones with growing pauses; keeps the clock."""

    def run(self) -> None:
        self.recover_abandoned()
        self._stopping = threading.Event()
        clock = threading.Thread(target=self.keep_time, name="clock", daemon=True)
        clock.start()
        try:
            super().run()
        finally:
            self._stopping.set()

    def keep_time(self) -> None:
        """Beat, and queue what the schedule says. A second worker does no harm: tasks are idempotent."""
        last = timezone.now() - timedelta(minutes=1)  # what is due every minute is due at once
        while not self._stopping.is_set():
            now = timezone.now()
            try:
                health.beat()
                for name in due_tasks(last, now):
                    if not is_waiting(name):
                        import_string(name).enqueue()
                last = now
            except Exception:
                logger.exception("The clock could not beat or queue a task; it tries again")
            finally:
                close_old_connections()
            self._stopping.wait(BEAT_SECONDS)

    def recover_abandoned(self) -> None:
        """Queue again what a worker that died had begun.

        A worker is identified by host and process, so only tasks of dead processes of this host
        are touched.
        """
        for result in DBTaskResult.objects.filter(status="RUNNING"):
            host, _, pid = (result.worker_ids or [""])[-1].partition(":")
            if host == os.uname().nodename and pid.isdigit() and not _is_alive(int(pid)):
                again(result, timezone.now())

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        attempts = len(db_task_result.worker_ids)
        if db_task_result.status == "FAILED" and attempts < ATTEMPTS:
            pause = timedelta(seconds=5 * 4**attempts)
            again(db_task_result, timezone.now() + pause)


def again(result: DBTaskResult, run_after: datetime) -> None:
    """Put a begun or failed task back into the queue."""
    DBTaskResult.objects.filter(pk=result.pk).update(
        status="READY", run_after=run_after, started_at=None, finished_at=None
    )
    logger.warning("Task %s runs again after %s", result.task_path, run_after)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
