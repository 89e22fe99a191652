"""Bring the room's numbers up to date: idempotent, restartable, with progress."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from social.activity.models import Event, Verb
from social.analytics import house
from social.analytics.period import LOOK_BACK_MONTHS, Period, midnight
from social.analytics.suppression import Cell
from social.community import standings
from social.community.metrics import METRICS, compute
from social.community.models import Fill, MetricCell
from social.community.paths import CODE, path_cells
from social.community.record import rosters
from social.community.record.firsts import note_firsts
from social.community.record.month import facts_of
from social.community.record.readers import NAMED_VIEWS_DAYS, count_readers
from social.community.signals import names_expire

logger = logging.getLogger("social.community")
Progress = Callable[[float], None]


def refresh(progress: Progress = lambda share: None, *, people: bool = True) -> int:
    """Count months that are over and not counted yet, then the people's evidence.

    Returns how many months were filled. A second run finds them done and changes nothing.
    """
    today = timezone.localdate()
    rosters.freeze(Period.month(today))
    count_readers()
    due = list(unfilled(today))
    steps = len(due) + 1
    for done, period in enumerate(due):
        fill_month(period)
        progress((done + 1) / steps)
    if people:
        standings.refresh()
    forget_names_of_old_views(today)
    progress(1.0)
    return len(due)


def unfilled(today: dt.date) -> Iterator[Period]:
    """Closed months since the first event, at most thirteen, that have not been counted; none while
    numbers about groups are switched off."""
    if house.is_off():
        return
    last = Period.last_closed(today)
    earliest = last.later(1 - LOOK_BACK_MONTHS)
    first = Event.objects.aggregate(first=Min("created_at"))["first"]
    if first is None:
        return
    begin = max(Period.month(timezone.localdate(first)), earliest)
    done = set(Fill.objects.filter(step="metrics").values_list("period", flat=True))
    yield from (month for month in begin.months_to(last) if month.start not in done)


def fill_month(month: Period) -> None:
    """Freeze the roster, compute all metrics, write all cells: one transaction a month."""
    rosters.freeze(month)
    note_firsts(month)
    roster = rosters.roster_of(month)
    rule = house.rule()
    facts = facts_of(month, roster)
    cells = [
        as_row(metric.code, month.start, cell)
        for metric in METRICS.values()
        for cell in compute(metric, facts, rule)
    ]
    cells += [as_row(CODE, month.start, c) for c in path_cells(month, roster, rule)]
    with transaction.atomic():
        MetricCell.objects.filter(period=month.start).delete()
        MetricCell.objects.bulk_create(cells, batch_size=rosters.BATCH)
        Fill.objects.update_or_create(
            period=month.start, step="metrics", defaults={"finished_at": timezone.now()}
        )
    logger.debug("Community numbers of %s: %s cells", month.label, len(cells))


def as_row(code: str, period: dt.date, cell: Cell) -> MetricCell:
    """The row of a cell; a hidden one has nothing left to write."""
    hidden = cell.suppressed or cell.value is None
    return MetricCell(
        metric=code,
        part=cell.part,
        period=period,
        cell=cell.cell,
        value=None if hidden else cell.value,
        low=None if hidden else cell.low,
        high=None if hidden else cell.high,
        n=None if hidden else cell.people or None,
        contributors=None if hidden else cell.contributors or None,
        suppressed=hidden,
    )


def forget_names_of_old_views(today: dt.date) -> int:
    """Views keep their department and level, but after 30 days no longer the person.

    Months that are closed have been counted by then. A day at a time: a run that was cut short
    goes on where it stopped.
    """
    last = today - dt.timedelta(days=NAMED_VIEWS_DAYS)
    names_expire.send(sender=Event, border=midnight(last))
    named = Event.objects.filter(verb=Verb.VIEWED, actor__isnull=False)
    oldest = named.filter(created_at__lt=midnight(last)).aggregate(at=Min("created_at"))["at"]
    if oldest is None:
        return 0
    first, forgotten = timezone.localdate(oldest), 0
    for passed in range((last - first).days):
        day = first + dt.timedelta(days=passed)
        ended = midnight(day + dt.timedelta(days=1))
        old = named.filter(created_at__gte=midnight(day), created_at__lt=ended)
        forgotten += old.update(actor=None)
    return forgotten
