"""The room's numbers in tests: told by hand, and read as the ledger keeps them."""

import datetime as dt
from typing import Any

from social.analytics import house, told
from social.analytics.figures import table_of
from social.analytics.metrics import METRICS
from social.analytics.metrics.paths import CODE
from social.analytics.metrics.registry import Unit
from social.analytics.models import Release
from social.analytics.shares import Published, share_stored
from social.analytics.told import Figure


def tell(
    metric: str,
    period: dt.date,
    cell: str = "firm",
    part: str = "",
    value: float | None = None,
    n: int | None = None,
    contributors: int | None = None,
    low: float | None = None,
    high: float | None = None,
    **more: Any,
) -> None:
    """Put one number into the ledger as if it had been told; None: it may not be shown."""
    event = told.event_of(metric, part)
    if metric == CODE:
        page, _bar, cell = cell.removeprefix("page:").partition("|")
        event = told.event_of_path(int(page))
    is_share = metric == CODE or METRICS[metric].unit_of(part) is Unit.SHARE
    cell_told = Published(
        table_of(cell),
        cell,
        share_stored(value) if is_share and value is not None else None,
        part=part,
        low=low,
        high=high,
        number=None if is_share else value,
        people=None if is_share else n,
        contributors=None if is_share else contributors,
    )
    row, _made = Release.objects.get_or_create(
        event=event,
        period=told.period_of(period),
        number=told.number_of(period),
        defaults={"design": {"ratios": {}}},
    )
    row.cells = [*row.cells, cell_told.as_json()]
    row.save()


def forget(part: str) -> None:
    """As if a part had never been told of."""
    for row in Release.objects.filter(event__startswith=f"{told.EVENT}:"):
        row.cells = [cell for cell in row.cells if cell.get("part", "") != part]
        row.save()


def numbers(code: str = "", part: str | None = None, period: dt.date | None = None) -> list[Figure]:
    """Everything that was told and not shown, too, of a metric or of all: paths included."""
    if house.is_off():
        return []
    found = []
    for row in Release.objects.filter(event__startswith=f"{told.EVENT}:").order_by("pk"):
        name = row.event.split(":")[1].partition(".")[0]
        cells = [told.figure_of(name, row.period, Published.from_json(one)) for one in row.cells]
        found += [
            one
            for one in cells
            if code in ("", name) and part in (None, one.part) and period in (None, one.period)
        ]
    return found
