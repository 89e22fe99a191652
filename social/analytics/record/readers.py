"""Readers of pages, counted week by week before names of views are forgotten."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import numpy as np
from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone

from social.activity.models import Event, Verb
from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import (
    Reuse,
)
from social.analytics.models import ReaderCount
from social.analytics.period import LOOK_BACK_MONTHS, Period, months_later
from social.analytics.record import events
from social.analytics.record.rosters import BATCH

NAMED_VIEWS_DAYS = 30
# An answer is used again by those who read it so many days after it was found.
LATER_FROM, LATER_UNTIL = 28, 90
_WEEK = dt.timedelta(days=7)
_TOOK_PART = (*events.WRITTEN, Verb.UPDATED, Verb.ANSWER_ACCEPTED)


def monday_of(day: dt.date) -> dt.date:
    """The first day of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def count_readers() -> None:
    """First and later readers of each page in each week that is over and not counted yet."""
    last = ReaderCount.objects.order_by("-week").values_list("week", flat=True).first()
    end = monday_of(timezone.localdate())
    oldest = months_later(end.replace(day=1), -LOOK_BACK_MONTHS)
    start = last + _WEEK if last else oldest
    if start >= end:
        return
    due = Period(start, end)
    first, later = _first_readers(oldest, due), _later_readers(oldest, due)
    counts = [
        ReaderCount(page_id=page, week=week, readers=first[page, week], later=later[page, week])
        for page, week in sorted(first.keys() | later.keys(), key=lambda key: (key[1], key[0]))
    ]
    with transaction.atomic():  # else a run that was cut short would look like a counted week
        ReaderCount.objects.bulk_create(counts, batch_size=BATCH, ignore_conflicts=True)


def _first_readers(oldest: dt.date, due: Period) -> Counter[tuple[int, dt.date]]:
    """People by page and the week in which they read it first, as far as names are known."""
    rows = (
        events.during(Period(oldest, due.end))
        .filter(verb=Verb.VIEWED, page__isnull=False, actor__isnull=False)
        .order_by()
        .values_list("page_id", "actor_id")
        .annotate(first=Min("day"))
        .filter(first__gte=due.start)
    )
    return Counter((page, monday_of(day)) for page, _, day in rows.iterator(chunk_size=20_000))


def _later_readers(oldest: dt.date, due: Period) -> Counter[tuple[int, dt.date]]:
    """People by page and the week in which they first read an answer again, without those who
    took part in it.
    """
    born = found_answers(Period(_days(due.start, -LATER_UNTIL), _days(due.end, -LATER_FROM)))
    if not born:
        return Counter()
    begin = max(oldest, _days(due.start, LATER_FROM - LATER_UNTIL))
    views = (
        events.during(Period(begin, due.end))
        .filter(verb=Verb.VIEWED, page__in=list(born), actor__isnull=False)
        .order_by()
        .values_list("page_id", "actor_id", "day")
    )
    seen = np.fromiter(
        (
            number
            for page, actor, day in views.iterator(chunk_size=20_000)
            for number in (page, actor, day.toordinal() - born[page][1].toordinal())
        ),
        dtype=np.int64,
    ).reshape(-1, 3)
    seen = seen[(seen[:, 2] >= LATER_FROM) & (seen[:, 2] < LATER_UNTIL)]
    # The earliest of each reader of each page comes first, and only that one stays.
    seen = seen[np.lexsort(seen.T[::-1])]
    readers, at = np.unique(seen[:, :2], axis=0, return_index=True)
    inside = _took_part(born)
    found: Counter[tuple[int, dt.date]] = Counter()
    for (page, actor), age in zip(readers.tolist(), seen[at, 2].tolist(), strict=True):
        day = _days(born[page][1], age)
        if day >= due.start and (page, actor) not in inside:
            found[page, monday_of(day)] += 1
    return found


def _days(day: dt.date, many: int) -> dt.date:
    return day + dt.timedelta(days=many)


def found_answers(period: Period) -> dict[int, tuple[int | None, dt.date]]:
    """Guides published and questions first solved in the period: by whom, and when."""
    window = events.during(period).order_by("created_at", "pk")
    found: dict[int, tuple[int | None, dt.date]] = {}
    if (guide := events.page_type("guide")) is not None:
        published = window.filter(verb=Verb.PUBLISHED, page__content_type=guide)
        for page, actor, day in published.values_list("page_id", "actor_id", "day"):
            found.setdefault(page, (actor, day))
    accepted = Event.objects.filter(verb=Verb.ANSWER_ACCEPTED, page__isnull=False)
    solved = window.filter(verb=Verb.ANSWER_ACCEPTED, page__isnull=False, target__isnull=False)
    again = accepted.filter(page__in=solved.order_by().values("page"), day__lt=period.start)
    for page, helper, day in solved.exclude(page__in=again.values("page")).values_list(
        "page_id", "target_id", "day"
    ):
        found.setdefault(page, (helper, day))
    return found


def _took_part(pages: Iterable[int]) -> set[tuple[int, int]]:
    """(page, person) of owners, authors, those who answered and whose answer was accepted."""
    acts = Event.objects.filter(page__in=list(pages), verb__in=_TOOK_PART)
    rows = acts.order_by().values_list("page_id", "actor_id", "target_id", "page__owner_id", "verb")
    inside: set[tuple[int, int]] = set()
    for page, actor, target, owner, verb in rows.distinct().iterator(chunk_size=20_000):
        people = (actor, owner, target if verb == Verb.ANSWER_ACCEPTED else None)
        inside.update((page, person) for person in people if person is not None)
    return inside


def reuse_of(roster: Roster, period: Period) -> Reuse:
    """Solved questions and guides whose 90th day fell in a week that ended in the month.

    In whole weeks, since readers are counted by the week: that of the month's end is not over yet
    when the month is counted.
    """
    back = dt.timedelta(days=LATER_UNTIL)
    weeks = Period(monday_of(period.start), monday_of(period.end))
    found = found_answers(weeks.moved(-back))
    rows = ReaderCount.objects.filter(
        page_id__in=list(found), week__gte=weeks.start - back, week__lt=weeks.end
    )
    totals = dict(rows.order_by().values_list("page_id").annotate(total=Sum("later")))
    author = events.positions(roster, (who for who, _ in found.values()))
    counts = np.array([float(min(totals.get(page, 0), len(roster))) for page in found])
    known = author >= 0
    return Reuse(author[known], counts[known])


def readers_of(roster: Roster, period: Period) -> np.ndarray:
    """Who opened any page."""
    views = events.count_by_actor(roster, events.during(period).filter(verb=Verb.VIEWED))
    return views > 0
