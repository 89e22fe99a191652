"""Is everything well? Asked by `/healthz` (shortly) and `rynek doctor` (in full)."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Q
from django.utils import timezone

from ground.reading import READING_MS, can_write_now, patience
from rynek import private
from rynek.carrying import is_older

HEARTBEAT = "worker.heartbeat"
WORKER_SILENT_AFTER = 60  # seconds
FAILED_COUNT_DAYS = 7
NO_ARGUMENTS: dict[str, Any] = {"args": [], "kwargs": {}}
LEAST_FREE = 200 * 2**20  # bytes
SEARCH_LATE_AFTER = 300  # seconds: an import may keep the index busy for a while


@dataclass(frozen=True)
class Check:
    """The outcome of one check, and what to do when it is not well."""

    name: str
    ok: bool
    detail: str = ""
    advice: str = ""


def database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check("database", False, str(error), "Check DATABASE_URL and that the server runs.")
    return Check("database", True, connection.vendor)


def writing() -> Check:
    """Whether something can be written: nobody holds SQLite for long, and there is room."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        detail = f"{free / 2**20:.0f} MB free in {settings.DATA_DIR}"
        return Check(
            "writing", False, detail, "Make room: pages can be read, nothing can be saved."
        )
    try:
        with patience(READING_MS):
            is_free = can_write_now()
    except DatabaseError as error:
        return Check("writing", False, str(error), "Check the database.")
    if not is_free:
        advice = "Find the process that holds it (`fuser -v` on the file); pages can be read."
        return Check("writing", False, "another process holds the database", advice)
    return Check("writing", True, f"{free / 2**30:.1f} GB free")


def migrations() -> Check:
    if is_older(connection):
        return Check("migrations", False, "of an older version", "Run `rynek prepare`.")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Check("migrations", False, f"{missing} not applied", "Run `manage.py migrate`.")
    return Check("migrations", True, "all applied")


def beat() -> None:
    """Say that a worker lives. Called by the worker every few seconds.

    The file is for this machine; the cache, when machines share one, for those without a worker.
    """
    (settings.DATA_DIR / HEARTBEAT).touch()
    cache.set(HEARTBEAT, time.time(), timeout=None)


def _last_beat() -> float:
    """When a worker last showed a sign of life; 0 when never."""
    try:
        here = (settings.DATA_DIR / HEARTBEAT).stat().st_mtime
    except OSError:
        here = 0.0
    if time.time() - here <= WORKER_SILENT_AFTER:
        return here
    return max(here, cache.get(HEARTBEAT, 0.0))


def worker() -> Check:
    """Whether a worker has shown a sign of life lately."""
    last = _last_beat()
    if not last:
        return Check("worker", False, "never seen", "Run `rynek serve` or `rynek worker`.")
    age = time.time() - last
    if age > WORKER_SILENT_AFTER:
        return Check(
            "worker", False, f"silent for {age:.0f} s", "Restart `rynek serve` or `rynek worker`."
        )
    return Check("worker", True, f"seen {age:.0f} s ago")


def mail() -> Check:
    """Whether the mail server answers; mail files of a single machine count as well."""
    if settings.RYNEK_MAIL_TRANSPORT.endswith("filebased.EmailBackend"):
        return Check("mail", True, f"written to {settings.EMAIL_FILE_PATH}; EMAIL_URL sends it")
    backend = get_connection(settings.RYNEK_MAIL_TRANSPORT)
    try:
        backend.open()
        backend.close()
    except OSError as error:  # smtplib's errors are OSErrors
        return Check("mail", False, str(error), "Check EMAIL_URL, and that the server answers.")
    return Check("mail", True, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


def mails() -> Check:
    """Whether mails go out: the server answers, and none waits for long."""
    from social.notifications.mail.status import outbox_state

    state = outbox_state()
    if state.silent_since:
        since = timezone.localtime(state.silent_since)
        return Check(
            "outbox",
            False,
            f"{state.waiting} mails wait; the mail server has been in trouble since "
            f"{since:%Y-%m-%d %H:%M}: {state.server_error}",
            "Check EMAIL_URL and the mail server; all that waits goes out by itself.",
        )
    if state.late:
        detail = f"{state.waiting} mails wait, {state.late} of them for hours"
        advice = "Check the worker; the list of mails in Wagtail's admin says what the server said."
        return Check("outbox", False, detail, advice)
    return Check("outbox", True, f"{state.waiting} mails wait")


def letters() -> Check:
    """Whether somebody vouches for the senders of mails that come in."""
    if not settings.RYNEK_REPLY_ADDRESS:
        return Check("answers by mail", True, "off")
    if not settings.RYNEK_MAIL_TRUST:
        return Check(
            "answers by mail",
            False,
            "nobody vouches for their senders: every one is held back until its person says yes",
            "Set RYNEK_MAIL_TRUST to the name of your mail server, which the log names with each "
            "mail; see administrators/mail.md.",
        )
    return Check("answers by mail", True, f"believed: {', '.join(settings.RYNEK_MAIL_TRUST)}")


def media() -> Check:
    folder = settings.MEDIA_ROOT
    if settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage") and not os.access(
        folder, os.W_OK
    ):
        return Check("media", False, f"{folder} cannot be written", "Check its owner and rights.")
    return Check("media", True, str(folder))


def files() -> Check:
    """Whether it is known which pages use which files: what is not stays closed to readers."""
    from social.files.health import is_unread, missing_references

    if is_unread():
        return Check("files", False, "no use of a file was ever noted", "Run `rynek files`.")
    if missing := missing_references():
        advice = "If it stays so with the worker idle, run `rynek files`."
        return Check("files", False, f"{missing} uses are not in Wagtail's index", advice)
    return Check("files", True, "every use is known")


def search_index() -> Iterator[Check]:
    """Whether the search index can be read, is complete, and is kept up to date."""
    from search.outbox.status import index_problems

    for name, detail, advice in index_problems():
        yield Check(f"search index {name}", not advice, detail, advice)


def search() -> Check:
    """Whether search answers and learns of changes in time. Cheap: reads no index file anew."""
    from search.outbox.status import lag
    from search.page.health import problem

    if wrong := problem():
        return Check("search", False, wrong, "Start the worker, or run `rynek index rebuild`.")
    if (seconds := lag()) > SEARCH_LATE_AFTER:
        return Check(
            "search", False, f"a change has waited for {seconds:.0f} s", "Check the worker."
        )
    return Check("search", True, f"up to date within {seconds:.0f} s")


def queues() -> Iterator[Check]:
    """What was set aside: one line for each queue, with the last reason."""
    from ground.queues.state import waiting

    found = False
    for queue in waiting():
        found = True
        reason = queue.last.reason if queue.last else ""
        yield Check(
            f"queue {queue.queue}",
            False,
            f"{queue.number} set aside since {timezone.localtime(queue.since):%Y-%m-%d %H:%M}; "
            f"the last: {queue.last.key if queue.last else ''}: {reason}",
            "Look at Reports → Set aside in Wagtail, or run `rynek queues`: "
            "mend the cause, then try again or drop it.",
        )
    if not found:
        yield Check("queues", True, "nothing is set aside")


def tasks() -> Check:
    """Tasks that failed lately, in spite of all tries, and did not go through since."""
    from django_tasks_db.models import DBTaskResult

    since = timezone.now() - timedelta(days=FAILED_COUNT_DAYS)
    lately = Q(finished_at__isnull=True) | Q(finished_at__gte=since)
    failed = DBTaskResult.objects.filter(lately, status="FAILED")
    rows = failed.order_by("finished_at").values_list(
        "task_path", "args_kwargs", "finished_at", "exception_class_path"
    )
    went = DBTaskResult.objects.filter(status="SUCCESSFUL").order_by("task_path")
    last_success = dict(
        went.values("task_path").annotate(last=Max("finished_at")).values_list("task_path", "last")
    )
    stuck = [
        f"{path} ({error.rpartition('.')[2]})"
        for path, arguments, finished, error in rows
        if arguments != NO_ARGUMENTS or not _is_later(last_success.get(path), finished)
    ]
    if stuck:
        return Check(
            "tasks",
            False,
            f"{len(stuck)} failed in the last {FAILED_COUNT_DAYS} days; the last: {stuck[-1]}",
            "Look for the error in logs/rynek.log; what is queued by the clock runs again by itself.",
        )
    return Check("tasks", True, "none failed")


def _is_later(success: datetime | None, failure: datetime | None) -> bool:
    return success is not None and (failure is None or success > failure)


def vital() -> list[Check]:
    """The checks of `/healthz`: cheap, and nothing works without them."""
    return [database(), worker(), search()]


def degraded() -> dict[str, Any]:
    """What goes wrong for single items while everything else works. Cheap."""
    from ground.queues.state import counts

    wrong: dict[str, Any] = {"queues": set_aside} if (set_aside := counts()) else {}
    poor = {check.name: "see `rynek doctor`" for check in (mails(), writing()) if not check.ok}
    return wrong | poor


def privacy() -> Check:
    """Whether other accounts of this machine can read what the house keeps."""
    found = list(islice(private.open_to_others(), 3))
    if found:
        names = ", ".join(str(path) for path in found)
        return Check("privacy", False, f"others can read {names} …", "Run `rynek prepare`.")
    return Check("privacy", True, "data is this account's alone")


def all_checks() -> Iterator[Check]:
    yield database()
    yield writing()
    yield migrations()
    yield worker()
    yield mail()
    yield mails()
    yield letters()
    yield media()
    yield files()
    yield privacy()
    yield search()
    yield from search_index()
    yield from queues()
    yield tasks()
