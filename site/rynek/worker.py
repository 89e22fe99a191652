"""The task worker: django-tasks' database worker, with a clock, retries and a heartbeat."""

import logging
import os
import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ground.queues.queue import FAULTS_OF_THE_HOUSE, Queue
from rynek import health

logger = logging.getLogger("rynek.worker")

ATTEMPTS = 4
PROCESS = re.compile("[0-9]{1,9}")
MOST_DEATHS = 6  # of workers, in the middle of the same task
BEAT_SECONDS = 5


class WorkerDiedError(Exception):
    """A task ended its worker too often to be tried once more."""


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
        fail_unreadable()
        self.recover_abandoned()
        self._stopping = threading.Event()
        clock = threading.Thread(target=self.keep_time, name="clock", daemon=True)
        clock.start()
        try:
            self._run_on()
        finally:
            self._stopping.set()

    def _run_on(self) -> None:
        """The package ends at a row that it cannot take; that row fails, and we go on."""
        while True:
            try:
                return super().run()
            except FAULTS_OF_THE_HOUSE:
                raise
            except Exception:
                logger.exception("A task could not be taken")
                if not fail_unreadable():
                    raise

    def keep_time(self) -> None:
        """Beat, and queue what the schedule says. A second worker does no harm: tasks are idempotent."""
        last = timezone.now() - timedelta(minutes=1)  # what is due every minute is due at once
        while not self._stopping.is_set():
            now = timezone.now()
            try:
                health.beat()
                for name in due_tasks(last, now):
                    queue_up(name)
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
            host, _, pid = _last_worker(result).partition(":")
            if host == os.uname().nodename and PROCESS.fullmatch(pid) and not _is_alive(int(pid)):
                if len(result.worker_ids) < MOST_DEATHS:
                    again(result, timezone.now())
                else:
                    result.set_failed(
                        WorkerDiedError(f"{len(result.worker_ids)} workers died of it")
                    )
                    set_aside_task(result)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        try:
            super().run_task(db_task_result)
        except FAULTS_OF_THE_HOUSE:
            raise
        except Exception:  # its own row cannot be read, or nobody knows its backend
            logger.exception("Task %s could not even fail in order", db_task_result.task_path)
        attempts = len(db_task_result.worker_ids)
        if db_task_result.status != "FAILED":
            return
        if attempts < ATTEMPTS:
            pause = timedelta(seconds=5 * 4**attempts)
            again(db_task_result, timezone.now() + pause)
        else:
            set_aside_task(db_task_result)


def again(result: DBTaskResult, run_after: datetime) -> None:
    """Put a begun or failed task back into the queue."""
    DBTaskResult.objects.filter(pk=result.pk).update(
        status="READY", run_after=run_after, started_at=None, finished_at=None
    )
    logger.warning("Task %s runs again after %s", result.task_path, run_after)


def queue_up(name: str) -> None:
    """Queue a task of the schedule. One that cannot be found stops no other."""
    try:
        if not is_waiting(name):
            import_string(name).enqueue()
    except ImportError:
        logger.exception("RYNEK_SCHEDULE names a task that is not there")


def fail_unreadable() -> int:
    """Tasks whose rows no worker can take (written by hand, or by another version) fail."""
    found = 0
    for result in DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]):
        if is_readable(result):
            continue
        found += 1
        DBTaskResult.objects.filter(pk=result.pk).update(
            status="FAILED",
            finished_at=timezone.now(),
            worker_ids=[],
            exception_class_path="builtins.ValueError",
            traceback=f"worker_ids {result.worker_ids!r}, arguments {result.args_kwargs!r}",
        )
        logger.error("Task %s (%s) cannot be read: it fails", result.pk, result.task_path)
    return found


def is_readable(result: DBTaskResult) -> bool:
    workers, arguments = result.worker_ids, result.args_kwargs
    return (
        isinstance(workers, list)
        and all(isinstance(worker, str) for worker in workers)
        and isinstance(arguments, dict)
        and isinstance(arguments.get("args"), list)
        and isinstance(arguments.get("kwargs"), dict)
    )


def _last_worker(result: DBTaskResult) -> str:
    workers = result.worker_ids if is_readable(result) else []
    return str(workers[-1]) if workers else ""


def set_aside_task(result: DBTaskResult) -> None:
    """What the clock does not queue again by itself waits with pauses, then for a hand."""
    arguments = result.args_kwargs
    if isinstance(arguments, dict) and not arguments.get("args") and not arguments.get("kwargs"):
        return
    reason = f"{result.task_path}: {(result.traceback or '').strip().rpartition(chr(10))[2]}"
    tries = max(1, len(result.worker_ids) - ATTEMPTS + 1)
    TASKS.set_aside(result.pk, reason, tries=tries)


def _task_again(key: str) -> None:
    try:
        failed = DBTaskResult.objects.filter(pk=UUID(key), status="FAILED")
    except ValueError:
        return
    for result in failed:
        again(result, timezone.now())


TASKS = Queue("tasks", gettext_lazy("Failed tasks"), again=_task_again)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
