"""Reading never waits for a writer.

SQLite has one writer at a time. What a GET would write (a view, a search, a visit) is written after
the answer, may wait a moment only, and may fail alone. Views are answered with `after_answer`; the
middleware (first of all) gives each request its patience:

| | waits for the writer |
|---|---|
| reading, and what is written after it | a second |
| a deed (POST) | five seconds, then 503 with what was typed |
| the worker and commands | as long as the database settings say |
"""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("ground.reading")

SAFE = {"GET", "HEAD", "OPTIONS"}
READING_MS = 1_000
WRITING_MS = 5_000
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}

_answer: ContextVar["Answer | None"] = ContextVar("answer", default=None)
_patience: ContextVar[int | None] = ContextVar("patience", default=None)


@dataclass(frozen=True)
class Work:
    """Something to write after the answer."""

    write: Callable[[], object]
    if_lost: str = ""


@dataclass
class Answer:
    """An answer to a GET in the making: what is written afterwards, and whether a writer is in the way."""

    works: list[Work] = field(default_factory=list)
    is_blocked: bool = False


def after_answer(work: Callable[[], object], if_lost: str = "") -> None:
    """Write something small once the answer is on its way; at once when nobody is reading.

    `if_lost` goes into the log when it cannot be written, for what somebody must be able to look up.
    """
    if answer := _answer.get():
        answer.works.append(Work(work, if_lost))
    else:
        work()


def is_reading() -> bool:
    """Whether a GET is being answered, which must not wait for a writer."""
    return _answer.get() is not None


def cannot_write(error: BaseException | None) -> bool:
    """Whether an error means that nothing can be written now, whoever wanted to."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    return isinstance(error, OperationalError | InterfaceError)


def can_write_now() -> bool:
    """Whether a write would get its turn within the patience of this request.

    Cheap; and when the writer was in the way once, a request does not wait for it again.
    """
    answer = _answer.get()
    if answer is not None and answer.is_blocked:
        return False
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    connection.ensure_connection()
    try:
        connection.connection.execute("BEGIN IMMEDIATE")
        connection.connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        if answer is not None:
            answer.is_blocked = True
        return False
    return True


class ReadingNeverWaits:
    """Middleware, the outermost that may touch the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = Answer() if request.method in SAFE else None
        token = _answer.set(answer)
        try:
            with patience(READING_MS if answer else WRITING_MS, reads_only=answer is not None):
                response = self.get_response(request)
        finally:
            _answer.reset(token)
        if answer and answer.works:
            # Django runs these when the server has sent the last byte.
            response._resource_closers.append(lambda: _write_down(answer.works))  # type: ignore[attr-defined]
        return response


def _write_down(works: list[Work]) -> None:
    """In one transaction, each for itself. When the writer does not let us, it is not written."""
    try:
        with patience(READING_MS), transaction.atomic():
            for work in works:
                _one(work)
    except Exception as error:
        if not cannot_write(error):
            raise
        logger.warning("After an answer %d things were not written: %s", len(works), error)
        for lost in filter(None, (work.if_lost for work in works)):
            logger.error("Not written: %s", lost)


def _one(work: Work) -> None:
    try:
        with transaction.atomic():
            work.write()
    except Exception as error:
        if cannot_write(error):
            raise
        logger.exception("Something could not be written after an answer. %s", work.if_lost)


@contextmanager
def patience(milliseconds: int, reads_only: bool = False) -> Iterator[None]:
    """How long SQLite waits for the writer; whoever only reads does not ask for its turn at all."""
    database: Any = connection
    token = _patience.set(milliseconds)
    mode = getattr(database, "transaction_mode", None)
    _wait_at_most(database, milliseconds)
    if reads_only and database.vendor == "sqlite":
        database.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        _patience.reset(token)
        if database.vendor == "sqlite":
            database.transaction_mode = mode or _usual("transaction_mode", None)
        usual = _patience.get()
        _wait_at_most(database, usual if usual is not None else _usual("timeout", 5) * 1000)


def _usual(option: str, default: Any) -> Any:
    return connection.settings_dict.get("OPTIONS", {}).get(option, default)


def _wait_at_most(database: Any, milliseconds: float) -> None:
    if database.vendor == "sqlite" and database.connection is not None:
        database.connection.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")


def _give_patience(sender: Any, connection: Any, **kwargs: Any) -> None:
    """A connection that is opened while a request runs has its patience from the start."""
    if (milliseconds := _patience.get()) is not None:
        _wait_at_most(connection, milliseconds)


connection_created.connect(_give_patience, dispatch_uid="ground.reading")
