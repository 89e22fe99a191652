"""The room's numbers as they were told: written through the one door, read from its ledger.

Everything that the room shows, exports, mails or puts into a report comes from `figures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from social.analytics.models import Release
from social.analytics.release import Released, published
from social.analytics.shares import Published, stored
from social.analytics.suppression import FIRM

EVENT = "room"
PATH = f"{EVENT}:P:"
# Parts with an event of their own: large, and only some pages show them.
TABLE, COHORT = "table", "cohort"
LARGE = (TABLE, COHORT)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a group in a calendar month. One that is not shown holds nothing.

    `value` of a share is the step that is published (`social.analytics.shares.share_stored`).
    """

    metric: str
    period: dt.date
    cell: str = FIRM
    part: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    contributors: int | None = None

    @property
    def suppressed(self) -> bool:
        return self.value is None


def event_of(code: str, part: str = "") -> str:
    """The event of a metric, or of one of its large parts."""
    return f"{EVENT}:{code}.{part}" if part in LARGE else f"{EVENT}:{code}"


def event_of_path(page: int) -> str:
    return f"{PATH}{page}"


def period_of(month: dt.date) -> str:
    return f"{month:%Y-%m}"


def number_of(month: dt.date) -> int:
    """Months are counted through: the one before has the number before."""
    return month.year * 12 + month.month


def figures(
    codes: Iterable[str], months: Iterable[dt.date] | None = None, part: str = ""
) -> list[Figure]:
    """All that was told of these metrics, of these months or of all, by month and metric.

    Without the large parts, or one of them. Two queries.
    """
    by_event = {event_of(code, part): code for code in codes}
    periods = None if months is None else [period_of(month) for month in months]
    found = [
        figure_of(by_event[event], released.period, cell)
        for event, listed in published(by_event, periods).items()
        for released in listed
        for cell in released.cells
    ]
    return sorted(found, key=lambda one: (one.period, one.metric, one.part, one.cell))


def figure_of(code: str, period: str, cell: Published) -> Figure:
    value = stored(cell.share) if cell.share is not None else cell.number
    return Figure(
        metric=code,
        period=dt.date.fromisoformat(f"{period}-01"),
        cell=cell.group,
        part=cell.part,
        value=value,
        low=cell.low,
        high=cell.high,
        n=cell.people,
        contributors=cell.contributors,
    )


def of_firm(codes: Iterable[str], months: Iterable[dt.date]) -> list[Figure]:
    """What was told of everybody. Two queries."""
    return [one for one in figures(codes, months) if one.cell == FIRM]


def shown(found: Iterable[Figure]) -> list[Figure]:
    """Those that carry a value."""
    return [one for one in found if one.value is not None]


def paths() -> dict[int, list[Released]]:
    """What was told of each page on its way, the newest last. Three queries."""
    known = Release.objects.filter(event__startswith=PATH).order_by()
    events = known.values_list("event", flat=True).distinct()
    found = published(sorted(events))
    pages = {event.removeprefix(PATH): listed for event, listed in found.items()}
    return {int(page): listed for page, listed in pages.items() if page.isdecimal()}
