"""Cohorts: the month of each person's first contribution, noted once and kept."""

from __future__ import annotations

import numpy as np
from django.db.models import Min

from social.analytics.analysis.arrays import Ints
from social.analytics.analysis.roster import Roster
from social.analytics.models import FirstContribution, Objection
from social.analytics.period import LOOK_BACK_MONTHS, Period, months_later
from social.analytics.record import events, rosters

MOST_COHORTS = 24


def note_firsts(month: Period) -> int:
    """Note those who took part by the end of the month and are not noted yet.

    Who did so in the oldest month that is read may have begun before: such people have no cohort.
    """
    oldest = months_later(month.end, -LOOK_BACK_MONTHS)
    known = set(FirstContribution.objects.values_list("person_id", flat=True))
    known |= set(Objection.objects.values_list("person_id", flat=True))
    rows = (
        events.during(Period(oldest, month.end))
        .filter(verb__in=events.TAKING_PART, actor__isnull=False, page__isnull=False)
        .order_by()
        .values_list("actor_id")
        .annotate(first=Min("day"))
    )
    new = [
        FirstContribution(person_id=person, month=began if began > oldest else None)
        for person, began in ((person, day.replace(day=1)) for person, day in rows)
        if person not in known
    ]
    FirstContribution.objects.bulk_create(new, batch_size=rosters.BATCH, ignore_conflicts=True)
    return len(new)


def cohorts_of(roster: Roster, month: Period) -> tuple[Ints, tuple[str, ...]]:
    """Each person's cohort as a position in the names of months, -1 = none."""
    noted = FirstContribution.objects.filter(
        month__gte=months_later(month.end, -MOST_COHORTS), month__lt=month.end
    )
    first = dict(noted.values_list("person_id", "month"))
    begun = sorted({began for began in first.values() if began is not None})
    names = tuple(f"{began:%Y-%m}" for began in begun)
    number = {name: at for at, name in enumerate(names)}
    return np.array(
        [number[f"{first[key]:%Y-%m}"] if key in first else -1 for key in roster.keys],
        dtype=np.int64,
    ), names
