"""The report of queries: what people look for, what they do not find. Never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from search.page.models import Asked, SearchSettings

FREQUENT, NOTHING, UNOPENED = "frequent", "nothing", "unopened"
PERIODS = (7, 30, 90, 180)
MOST_ROWS = 100


@dataclass(frozen=True)
class Row:
    """One query, asked by at least the minimum number of people."""

    text: str
    times: int
    people: int
    hits: int
    clicks: int
    before: int  # how often in the period before

    @property
    def change(self) -> int:
        return self.times - self.before


def rows(which: str, days: int, today: date | None = None) -> Sequence[Row]:
    """Queries of the last days, most people first. Two queries."""
    today = today or timezone.localdate()
    minimum = SearchSettings.load().minimum_people
    start = today - timedelta(days=days - 1)
    asked = Asked.objects.since(start)
    found: Any = asked.by_query(minimum)
    if which == NOTHING:
        found = found.filter(hits__lt=0.5)
    elif which == UNOPENED:
        found = found.filter(hits__gte=0.5, clicks=0)
    chosen = list(found.order_by("-people", "-times", "query")[:MOST_ROWS])
    previous = Asked.objects.filter(
        day__gte=start - timedelta(days=days),
        day__lt=start,
        query__in=[row["query"] for row in chosen],
    )
    before = {row["query"]: row["times"] for row in previous.by_query(minimum)}
    return [
        Row(
            row["shown"],
            row["times"],
            row["people"],
            round(row["hits"]),
            row["clicks"],
            before.get(row["query"], 0),
        )
        for row in chosen
    ]
