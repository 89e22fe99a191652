"""Numbers that were counted before the ledger kept them: carried over as they were shown."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from social.analytics.figures import DEPARTMENT, Ratio, table_of
from social.analytics.metrics import METRICS
from social.analytics.metrics.paths import CODE, ratios_of
from social.analytics.metrics.registry import Unit
from social.analytics.models import MetricCell, Release
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.release import enrol_anew
from social.analytics.shares import END, ENDS, STEP, Published, coarse_of, share_stored
from social.analytics.told import EVENT, event_of, event_of_path, number_of, period_of

PAGE = "page:"
STEPS = {*ENDS, *range(END, 100 - END + 1, STEP)}  # percent, as they are stored


def carry_old_numbers() -> int:
    """Write what is kept of months of before into the ledger, once; returns how many months.

    Nothing is decided anew: what was told stays as it was, and the nightly check withdraws what
    tells too much.
    """
    months = MetricCell.objects.order_by("period").values_list("period", flat=True).distinct()
    for month in list(months):
        _carry(month)
    return len(months)


@transaction.atomic
def _carry(month: dt.date) -> None:
    rows = MetricCell.objects.filter(period=month).order_by("pk")
    cells: dict[str, list[Published]] = defaultdict(list)
    ratios: dict[str, dict[str, Ratio]] = defaultdict(dict)
    for row in rows:
        event, name = _place_of(row)
        cells[event].append(_as_published(row, name))
        ratios[event] |= _ratios_of(row)
    roster = rosters.for_the_ledger(rosters.roster_of(Period.month(month)))
    enrolled = enrol_anew(EVENT, number_of(month), roster)
    made = [
        Release(
            event=event,
            period=period_of(month),
            number=enrolled.number,
            enrolment=enrolled,
            design={
                "tables": [DEPARTMENT],
                "ratios": {part: one.as_json() for part, one in ratios[event].items()},
            },
            cells=[cell.as_json() for cell in listed],
        )
        for event, listed in cells.items()
    ]
    Release.objects.bulk_create(made, ignore_conflicts=True)
    rows.delete()


def _place_of(row: MetricCell) -> tuple[str, str]:
    """The event of an old cell, and its name there."""
    if row.metric != CODE:
        return event_of(row.metric, row.part), row.cell
    page, _bar, group = row.cell.removeprefix(PAGE).partition("|")
    return event_of_path(int(page)), group


def _as_published(row: MetricCell, name: str) -> Published:
    if row.value is None:
        return Published(table_of(name), name, None, part=row.part)
    metric = METRICS.get(row.metric)
    if metric is None or metric.unit_of(row.part) is Unit.SHARE:
        return _share(row, name, row.value)
    return Published(
        table_of(name),
        name,
        None,
        part=row.part,
        number=row.value,
        low=row.low,
        high=row.high,
        people=row.n,
        contributors=row.contributors,
    )


def _share(row: MetricCell, name: str, value: float) -> Published:
    """In steps, and nothing beside an exact one: before there were steps, shares were exact."""
    is_step = round(100 * value, 6) in STEPS
    share = share_stored(value) if is_step else coarse_of(value, row.n or 0)
    low, high = (row.low, row.high) if is_step else (None, None)
    return Published(table_of(name), name, share, part=row.part, low=low, high=high)


def _ratios_of(row: MetricCell) -> dict[str, Ratio]:
    if row.metric == CODE:
        return ratios_of(int(row.cell.removeprefix(PAGE).partition("|")[0]), [row.part])
    metric = METRICS.get(row.metric)
    found = metric.ratios.get(row.part) if metric else None
    return {row.part: found} if found else {}
