"""Queues whose items fail alone.

    PUBLISHING = Queue("wagtail.publish", _("Publishing scheduled pages"), again=publish_revision)
    PUBLISHING.each(revisions, publish)

Each item is a transaction (inside another transaction: a savepoint). One that fails is set aside
with its reason, and is tried again after pauses that grow; the others go through.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from errno import EDQUOT, EMFILE, ENFILE, ENOSPC, EROFS
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from ground.queues.models import DIED, LONGEST_KEY, LONGEST_REASON, Run, SetAside

logger = logging.getLogger("ground.queues")

# After the last pause only by hand.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(days=1),
)

# No fault of the item: the whole task fails and is tried again by the worker.
FAULTS_OF_THE_HOUSE = (OperationalError, InterfaceError, MemoryError)
# The same of a disk that is full or read-only, and of a process with too many open files.
DISK = frozenset({ENOSPC, EDQUOT, EROFS, EMFILE, ENFILE})

T = TypeVar("T")
QUEUES: dict[str, "Queue"] = {}


def is_fault_of_the_house(error: BaseException) -> bool:
    """Whether an error, or one that it came from, would have met any other item as well."""
    if isinstance(error, FAULTS_OF_THE_HOUSE):
        return True
    if isinstance(error, OSError) and error.errno in DISK:
        return True
    cause = error.__cause__ or error.__context__
    return isinstance(cause, OSError) and cause.errno in DISK


def primary_key(item: Any) -> str:
    return str(item.pk)


@dataclass(frozen=True, eq=False)
class Queue:
    """Work of one kind. `again` works on one item by its key, and does nothing if it is gone.

    `always`: items are begun at every run, however often they failed.
    """

    name: str
    label: Any  # lazy text for administrators
    again: Callable[[str], object]
    address: Callable[[str], str] | None = field(default=None)  # where an administrator sees it
    always: bool = False

    def __post_init__(self) -> None:
        if self.name in QUEUES:
            raise ValueError(f"There are two queues “{self.name}”.")
        QUEUES[self.name] = self

    def each(
        self,
        items: Iterable[T],
        work: Callable[[T], object],
        *,
        key: Callable[[T], object] = primary_key,
        until: datetime | None = None,
        atomic: bool = True,
    ) -> int:
        """Work on every item that is not set aside; returns how many went through.

        `until`: the moment after which nothing more is begun. Without `atomic` the work sees to its
        own transactions. When the last run ended with the process, each item is noted before it is
        begun, so that one that kills the worker does so at most twice.
        """
        done, run = 0, _Run(self)
        with run:
            for item in items:
                if until is not None and timezone.now() >= until:
                    break
                name = clean_key(key(item))
                if run.may_begin(name):
                    done += self._one(item, work, name, run, atomic)
        return done

    def _one(
        self, item: T, work: Callable[[T], object], key: str, run: "_Run", atomic: bool
    ) -> bool:
        before = run.begin(key)
        try:
            with transaction.atomic() if atomic else nullcontext():
                work(item)
        except Exception as error:
            if is_fault_of_the_house(error):
                run.take_back(key, before)
                raise
            self.set_aside(key, error, tries=before + 1)
            return False
        run.succeeded(key)
        return True

    def try_one(self, key: object, work: Callable[[], object]) -> bool:
        """Work on the one item of a task, noted beforehand; whether it went through."""
        name = clean_key(key)
        run = _Run(self, careful=True)
        return run.may_begin(name) and self._one(None, lambda _item: work(), name, run, False)

    def set_aside(self, key: object, error: BaseException | str, tries: int = 1) -> None:
        """Note that an item failed. Call it outside the transaction that failed."""
        reason = describe(error)
        self.note(clean_key(key), reason, tries)
        exc_info = error if isinstance(error, BaseException) else None
        logger.error("%s: %s is set aside: %s", self.name, key, reason, exc_info=exc_info)

    def note(self, key: str, reason: str, tries: int, next_try: datetime | None = None) -> None:
        now = timezone.now()
        if next_try is None and (self.always or tries <= len(PAUSES)):
            next_try = now + PAUSES[min(tries, len(PAUSES)) - 1]
        values = {"reason": reason, "tries": tries, "next_try": next_try, "last_failed_at": now}
        SetAside.objects.update_or_create(queue=self.name, key=key, defaults=values)

    def together(
        self,
        items: Sequence[T],
        all_at_once: Callable[[Sequence[T]], object],
        *,
        key: Callable[[T], object] = primary_key,
        atomic: bool = True,
        marked: bool = True,
    ) -> None:
        """Work on many items at once; when that fails, or killed the last run, on each by itself.

        When it fails for every one of them it is nobody's fault: the first error is raised, and
        nothing is set aside. `marked`: off where the caller's queue sees to killed runs.
        """
        if not items:
            return
        with self._marked() if marked else nullcontext(True) as ended_well:
            first: Exception | None = None
            if ended_well:
                try:
                    with transaction.atomic() if atomic else nullcontext():
                        all_at_once(items)
                    return
                except Exception as error:
                    if is_fault_of_the_house(error):
                        raise
                    logger.exception("%s: one by one from here", self.name)
                    first = error
            begun = []

            def one(item: T) -> None:
                begun.append(item)
                all_at_once([item])

            went = self.each(items, one, key=key, atomic=atomic)
            if not went and first is not None and len(begun) > 1:
                self.forget(key(item) for item in begun)
                raise first

    @contextmanager
    def _marked(self) -> Iterator[bool]:
        """Whether the last run ended by itself; `each` inside notes items beforehand if not."""
        _row, is_new = Run.objects.get_or_create(queue=self.name)
        try:
            yield is_new
        finally:
            with suppressed_fault():
                Run.objects.filter(queue=self.name).delete()

    def look_again(self, keys: Iterable[object]) -> None:
        """What is only tried by hand is tried once more: these things have changed meanwhile."""
        rows = SetAside.objects.filter(queue=self.name, key__in=[clean_key(key) for key in keys])
        rows.filter(next_try=None, is_dropped=False).update(
            tries=0, next_try=timezone.now() + PAUSES[0]
        )

    def forget(self, keys: Iterable[object]) -> None:
        SetAside.objects.filter(queue=self.name, key__in=[clean_key(key) for key in keys]).delete()

    def kept_out(self) -> list[str]:
        """Keys that are not to be tried now."""
        rows = SetAside.objects.filter(queue=self.name).exclude(
            is_dropped=False, next_try__lte=timezone.now()
        )
        return list(rows.values_list("key", flat=True))

    def numbers_kept_out(self) -> list[int]:
        """The same, of a queue whose keys are primary keys."""
        return [int(key) for key in self.kept_out() if key.isdecimal()]


class _Run:
    """One pass over a queue: which items wait aside, and whether each is noted before it begins."""

    def __init__(self, queue: Queue, careful: bool | None = None) -> None:
        self.queue, self.careful = queue, careful
        self.marked = False
        self._known: dict[str, SetAside] | None = None

    def __enter__(self) -> "_Run":
        return self

    def __exit__(self, *error: object) -> None:
        if self.marked:
            with suppressed_fault():
                Run.objects.filter(queue=self.queue.name).delete()

    @property
    def known(self) -> dict[str, SetAside]:
        if self._known is None:
            rows = SetAside.objects.filter(queue=self.queue.name)
            self._known = {row.key: row for row in rows}
        return self._known

    def may_begin(self, key: str) -> bool:
        row = self.known.get(key)
        if row is None or (self.queue.always and not row.is_dropped):
            return True
        return not row.is_dropped and row.next_try is not None and row.next_try <= timezone.now()

    def begin(self, key: str) -> int:
        """Returns how often the item was tried before."""
        if self.careful is None:
            _row, is_new = Run.objects.get_or_create(queue=self.queue.name)
            self.careful, self.marked = not is_new, True
        before = self.known[key].tries if key in self.known else 0
        if self.careful:
            self.queue.note(key, DIED, before + 1)
        return before

    def succeeded(self, key: str) -> None:
        if self.careful or key in self.known:
            SetAside.objects.filter(queue=self.queue.name, key=key).delete()

    def take_back(self, key: str, before: int) -> None:
        """The house failed, not the item: what was noted beforehand does not count."""
        if not self.careful:
            return
        with suppressed_fault():
            if row := self.known.get(key):
                self.queue.note(row.key, row.reason, before, row.next_try)
            else:
                SetAside.objects.filter(queue=self.queue.name, key=key).delete()


@contextmanager
def suppressed_fault() -> Iterator[None]:
    """What has failed is worse than that this could not be tidied up."""
    try:
        yield
    except Exception:
        logger.warning("A run of a queue could not be tidied up", exc_info=True)


def clean_key(key: object) -> str:
    return str(key).replace("\x00", "")[:LONGEST_KEY]


def describe(error: BaseException | str) -> str:
    """A line for administrators. No database takes NUL, not every one takes halves of letters."""
    text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    text = text.encode("utf-8", "replace").decode().replace("\x00", "")
    return " ".join(text.split())[:LONGEST_REASON]


def retry_due() -> int:
    """Try again whatever is due, in every queue; returns how many went through."""
    rows = SetAside.objects.due().order_by("next_try", "pk").values_list("queue", "key")
    due: dict[str, list[str]] = {}
    for name, key in rows:
        due.setdefault(name, []).append(key)
    done = 0
    for name, keys in due.items():
        queue = QUEUES.get(name)
        if queue is None:  # of an app that was taken out
            SetAside.objects.filter(queue=name, key__in=keys).update(next_try=None)
            continue
        done += queue.each(keys, queue.again, key=str)
    return done


def retry(rows: Iterable[SetAside]) -> int:
    """By hand: try these again within a minute, with pauses from the shortest on."""
    return SetAside.objects.filter(pk__in=[row.pk for row in rows]).update(
        is_dropped=False, tries=0, next_try=timezone.now()
    )


def drop(rows: Iterable[SetAside]) -> int:
    """By hand: never try these again."""
    return SetAside.objects.filter(pk__in=[row.pk for row in rows]).update(
        is_dropped=True, next_try=None
    )
