"""Bring the numbers up to date: idempotent, restartable, with progress."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.activity.models import Event, Verb
from social.analytics import house, told
from social.analytics.analysis.roster import Roster
from social.analytics.carried import carry_old_numbers
from social.analytics.figures import Figures
from social.analytics.metrics import METRICS, Metric
from social.analytics.metrics.paths import path_figures
from social.analytics.metrics.registry import figures_of
from social.analytics.models import Fill
from social.analytics.period import LOOK_BACK_MONTHS, Period, midnight
from social.analytics.record import rosters
from social.analytics.record.cohorts import note_firsts
from social.analytics.record.month import facts_of
from social.analytics.record.readers import NAMED_VIEWS_DAYS, count_readers
from social.analytics.release import enrol_anew, release_together
from social.analytics.signals import names_expire

logger = logging.getLogger("social.analytics")
Progress = Callable[[float], None]


def refresh(progress: Progress = lambda share: None) -> int:
    """Count months that are over and not counted yet.

    Returns how many months were filled. A second run finds them done and changes nothing.
    """
    today = timezone.localdate()
    carry_old_numbers()
    rosters.freeze(Period.month(today))
    count_readers()
    due = list(unfilled(today))
    steps = len(due) + 1
    for done, period in enumerate(due):
        fill_month(period)
        progress((done + 1) / steps)
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
    """Freeze the roster, compute all metrics, tell all: one transaction a month.

    What was told before stays as it is.
    """
    rosters.freeze(month)
    roster = rosters.roster_of(month)
    note_firsts(month)
    found = _computed(month, roster)
    pages = path_figures(month, roster)
    found |= {told.event_of_path(page): figures for page, figures in pages.items()}
    with transaction.atomic():
        _tell(month, roster, found)
        Fill.objects.update_or_create(
            period=month.start, step="metrics", defaults={"finished_at": timezone.now()}
        )
    logger.debug("Community numbers of %s: %s releases", month.label, len(found))


def _tell(month: Period, roster: Roster, found: dict[str, Figures]) -> None:
    number, people = told.number_of(month.start), rosters.for_the_ledger(roster)
    release_together(month.label, enrol_anew(told.EVENT, number, people), found)


def _computed(month: Period, roster: Roster) -> dict[str, Figures]:
    """What each metric has to tell, by event; one that fails is set aside, and the others told."""
    facts = facts_of(month, roster)
    found: dict[str, Figures] = {}

    def count(metric: Metric) -> None:
        found.update(_events_of(metric, figures_of(metric, facts)))

    COUNTING.each(METRICS.values(), count, key=lambda one: f"{month.label}:{one.code}")
    return found


def _events_of(metric: Metric, figures: Figures) -> dict[str, Figures]:
    """Tables and cohorts are an event of their own, so that not every page reads them."""
    large = [part for part in metric.part_units if part in told.LARGE]
    return {told.event_of(metric.code, part): figures.only(part, large) for part in ["", *large]}


def _count_again(key: str) -> None:
    """A metric of a month that was told without it."""
    period, _colon, code = key.partition(":")
    done = Fill.objects.filter(step="metrics").values_list("period", flat=True)
    for month in map(Period.month, done):
        if month.label == period and code in METRICS:
            roster = rosters.roster_of(month)
            figures = figures_of(METRICS[code], facts_of(month, roster))
            _tell(month, roster, _events_of(METRICS[code], figures))


COUNTING = Queue("community-metric", _("A number of the community"), again=_count_again)


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
