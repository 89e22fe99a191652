"""Brakes on guessing: each kind of try has some free, then pauses that double.

Counted in the database, so that all processes and machines count together. A try is counted
before it is made, so that a hundred at the same time are a hundred; one that succeeds is given
back. During a pause nothing is tried, counted or made longer: nobody is locked out for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from social.people.models import Brake

FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Rate:
    """So many tries are free; one is forgiven in each `forgives`; pauses double up to a longest."""

    kind: str
    free: int
    forgives: timedelta
    first_pause: timedelta
    longest_pause: timedelta

    def pause(self, tries: float) -> timedelta:
        """The pause after this many tries; none while they are free."""
        over = round(tries) - self.free
        if over < 1:
            return timedelta(0)
        return min(self.first_pause * 2 ** min(over - 1, 20), self.longest_pause)


_SECONDS_5, _MINUTES_15 = timedelta(seconds=5), timedelta(minutes=15)
# An account from anywhere; the same from a browser that it was used in, whatever others do.
ACCOUNT = Rate("account", 5, _MINUTES_15, _SECONDS_5, _MINUTES_15)
DEVICE = Rate("device", 5, _MINUTES_15, _SECONDS_5, _MINUTES_15)
# Many people sit behind one address of an office, and some of them mistype.
NETWORK = Rate("network", 60, timedelta(minutes=1), _SECONDS_5, _MINUTES_15)
RESET_ACCOUNT = Rate(
    "reset account", 3, timedelta(hours=6), timedelta(minutes=10), timedelta(days=1)
)
RESET_NETWORK = Rate("reset network", 30, timedelta(minutes=2), _SECONDS_5, timedelta(hours=1))


@dataclass(frozen=True)
class Counter:
    """One thing that is counted at a rate: this account, that network."""

    rate: Rate
    value: str

    @property
    def key(self) -> str:
        return salted_hmac("rynek.brakes", f"{self.rate.kind}:{self.value}").hexdigest()


def take(counters: Iterable[Counter]) -> int:
    """Count a try by each of the counters; or the seconds to wait when one is closed."""
    wanted = {counter.key: counter for counter in counters if counter.value}
    now = timezone.now()
    with transaction.atomic():
        rows = _locked(wanted, now)
        wait = max((_seconds_left(row, now) for row in rows), default=0)
        if wait:
            return wait
        for row in rows:
            rate = wanted[row.key].rate
            row.tries = max(0.0, row.tries - (now - row.last_at) / rate.forgives) + 1
            row.last_at = now
            row.closed_until = now + rate.pause(row.tries) if rate.pause(row.tries) else None
            row.save()
    return 0


def give_back(counters: Iterable[Counter]) -> None:
    """The try that was taken has succeeded: it does not count."""
    wanted = {counter.key: counter for counter in counters if counter.value}
    with transaction.atomic():
        for row in _locked(wanted, timezone.now()):
            row.tries = max(0.0, row.tries - 1)
            row.closed_until = None
            row.save()


def release(counters: Iterable[Counter]) -> None:
    """Whoever it is has shown to be the right one: all earlier tries are forgotten."""
    Brake.objects.filter(key__in=[counter.key for counter in counters]).delete()


def forget_old() -> int:
    """Rows of tries that were forgiven long ago; says how many."""
    old = Brake.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER)
    return int(old.delete()[0])


def _locked(wanted: dict[str, Counter], now: datetime) -> list[Brake]:
    """A row for each key, held until the transaction ends; in one order, so that none waits in a ring."""
    fresh = [Brake(key=key, last_at=now) for key in sorted(wanted)]
    Brake.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = Brake.objects.select_for_update().filter(key__in=wanted)
    return list(rows.order_by("key"))


def _seconds_left(row: Brake, now: datetime) -> int:
    if row.closed_until is None or row.closed_until <= now:
        return 0
    return ceil((row.closed_until - now).total_seconds())
