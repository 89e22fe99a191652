"""Cohorts: the month of each person's first contribution, noted once and kept."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db.models import Min

from social.community.analysis.arrays import Ints
from social.community.analysis.roster import Roster
from social.community.models import FirstContribution, Objection
from social.community.record import events, rosters
from social.community.record.months import LOOK_BACK_MONTHS, following, month_of

MOST_COHORTS = 24


def note_firsts(period: dt.date) -> int:
    """Note those who took part by the end of the month and are not noted yet.

    Who did so in the oldest month that is read may have begun before: such people have no cohort.
    """
    end = following(period)
    oldest = following(end, -LOOK_BACK_MONTHS)
    known = set(FirstContribution.objects.values_list("person_id", flat=True))
    known |= set(Objection.objects.values_list("person_id", flat=True))
    rows = (
        events.between(oldest, end)
        .filter(verb__in=events.TAKING_PART, actor__isnull=False, page__isnull=False)
        .order_by()
        .values_list("actor_id")
        .annotate(first=Min("day"))
    )
    new = [
        FirstContribution(person_id=person, month=month if month > oldest else None)
        for person, month in ((person, month_of(day)) for person, day in rows)
        if person not in known
    ]
    FirstContribution.objects.bulk_create(new, batch_size=rosters.BATCH, ignore_conflicts=True)
    return len(new)


def cohorts_of(roster: Roster, end: dt.date) -> tuple[Ints, tuple[str, ...]]:
    """Each person's cohort as a position in the names of months, -1 = none."""
    noted = FirstContribution.objects.filter(
        month__gte=following(end, -MOST_COHORTS), month__lt=end
    )
    first = dict(noted.values_list("person_id", "month"))
    months = sorted({month for month in first.values() if month is not None})
    names = tuple(f"{month:%Y-%m}" for month in months)
    number = {name: at for at, name in enumerate(names)}
    return np.array(
        [number[f"{first[key]:%Y-%m}"] if key in first else -1 for key in roster.keys],
        dtype=np.int64,
    ), names
