"""The state of all queues in a few numbers, for `rynek doctor` and `/healthz`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from ground.queues.models import SetAside
from ground.queues.queue import QUEUES


@dataclass(frozen=True)
class Waiting:
    """How much a queue has set aside."""

    queue: str
    number: int
    since: datetime
    last: SetAside | None = None

    @property
    def label(self) -> str:
        return str(QUEUES[self.queue].label) if self.queue in QUEUES else self.queue


def counts() -> dict[str, int]:
    """How much each queue has set aside. One query."""
    rows = SetAside.objects.waiting().order_by("queue").values("queue")
    return dict(rows.annotate(number=Count("pk")).values_list("queue", "number"))


def waiting() -> Iterator[Waiting]:
    """What each queue has set aside, with the last failure. Two queries."""
    rows = SetAside.objects.waiting().order_by("queue").values("queue")
    found = list(rows.annotate(n=Count("pk"), since=Min("first_failed_at"), last=Max("pk")))
    lasts = SetAside.objects.in_bulk([row["last"] for row in found])
    for row in found:
        yield Waiting(row["queue"], row["n"], row["since"], lasts.get(row["last"]))
