"""The evidence about people in the latest 90 days, and whether there is enough to speak of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from social.activity.models import Verb
from social.analytics.period import Period
from social.community.analysis import criteria
from social.community.analysis.arrays import Sparse
from social.community.analysis.gates import Gate, gate
from social.community.analysis.persistence import Persistence, estimate, prior
from social.community.analysis.roster import Roster
from social.community.analysis.ties import interactions, mutual_ties
from social.community.models import Objection, RoomSettings, Standing
from social.community.record import events, rosters
from social.people.models import User

WINDOW = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Present:
    """The network of the last 90 days, of people who are here and have not objected."""

    roster: Roster
    counts: Sparse
    period: Period

    @property
    def gate(self) -> Gate:
        """Whether there is enough data to speak about people."""
        return gate(np.asarray(interactions(self.counts).sum(axis=1)).ravel())


def present(end: dt.date | None = None) -> Present:
    """Roster and pair counts of the 90 days before `end` (default: today)."""
    last = end or timezone.localdate()
    roster, period = current_roster(), Period(last - WINDOW, last)
    return Present(roster, events.contact_counts(roster, period), period)


def current_roster() -> Roster:
    """Everybody who works here today, without those who object."""
    home = rosters.units()
    leading = rosters.leading_levels()
    rows = (
        User.objects.active()
        .exclude(pk__in=Objection.objects.values("person"))
        .order_by("pk")
        .values_list("pk", "department_id", "level_id", "working_time", "manager_id")
    )
    return rosters.as_roster(
        [
            (pk, home.get(department or 0), level, level in leading, time, boss)
            for pk, department, level, time, boss in rows
        ]
    )


def persistence_of(now: Present) -> Persistence:
    """How long ties last here, from the 90 days before against the latest."""
    earlier = events.contact_counts(now.roster, now.period.moved(-WINDOW))
    return estimate(earlier, now.counts) if earlier.nnz else prior()


def help_of(now: Present) -> criteria.Help:
    """Answers given to others' questions, and those accepted or found helpful."""
    window = events.during(now.period)
    kind = events.page_type("question")
    here = Q(page__content_type=kind) & ~Q(page__owner_id=F("actor_id"))
    direct = Q(page=None, data__has_key="answers")
    given = window.filter(here | direct, verb__in=events.SPOKEN)
    thanked = window.filter(
        verb__in=(Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL), target__isnull=False
    )
    rows = thanked.order_by().values_list("target_id").annotate(n=Count("*"))
    asked = events.count_by_actor(now.roster, given)
    return criteria.Help(asked, np.minimum(events.column(now.roster, rows), asked))


def refresh() -> int:
    """Write everybody's own evidence anew; nothing while the parts about people are off."""
    if not RoomSettings.load().people_parts:
        Standing.objects.all().delete()
        return 0
    now = present()
    is_open = now.gate.is_open
    found = criteria.gather(now.counts, now.roster, help_of(now))
    stable = criteria.weighting_stability(found, RoomSettings.load().criteria_weights)
    met = newly_met(now)
    standings = [
        Standing(
            person_id=now.roster.keys[at],
            evidence=_evidence(found, at, stable, met) if is_open else {},
            interactions=int(found.interactions[at]),
            contacts=int(found.contacts[at]),
            window_start=now.period.start,
            window_end=now.period.end,
        )
        for at in range(len(now.roster))
    ]
    with transaction.atomic():
        Standing.objects.all().delete()
        Standing.objects.bulk_create(standings, batch_size=rosters.BATCH)
    return len(standings)


def newly_met(now: Present) -> np.ndarray:
    """Criterion c as a fact: mutual contacts of the second half that the first did not have."""
    late_half = now.period.last(WINDOW / 2)
    early_half = Period(now.period.start, late_half.start)
    early = mutual_ties(events.contact_counts(now.roster, early_half))
    late = mutual_ties(events.contact_counts(now.roster, late_half))
    return np.diff((late - late.multiply(early)).tocsr().sorted_indices().indptr)


def _evidence(
    found: criteria.Evidence, at: int, stable: np.ndarray, met: np.ndarray
) -> dict[str, Any]:
    """What the card says, in plain numbers."""
    return {
        "bands": {key: str(bands[at]) for key, bands in found.bands.items()},
        "values": {key: _number(values[at]) for key, values in found.values.items()},
        "typical": {key: _number(value) for key, value in found.typical.items()},
        "certainty": {key: _number(values[at]) for key, values in found.certainty.items()},
        "stable": _number(stable[at]),
        "levels_met": int(found.levels_met[at]),
        "brokered": int(found.brokered[at]),
        "newly_met": int(met[at]),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
