"""The network of the last 90 days, of people who are here today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, F, Q
from django.utils import timezone

from social.activity.models import Verb
from social.analytics.analysis import criteria
from social.analytics.analysis.arrays import Sparse
from social.analytics.analysis.gates import Gate, gate
from social.analytics.analysis.persistence import Persistence, estimate, prior
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.ties import interactions, mutual_ties
from social.analytics.models import Objection
from social.analytics.period import Period
from social.analytics.record import events, rosters
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


def newly_met(now: Present) -> np.ndarray:
    """Criterion c as a fact: mutual contacts of the second half that the first did not have."""
    late_half = now.period.last(WINDOW / 2)
    early_half = Period(now.period.start, late_half.start)
    early = mutual_ties(events.contact_counts(now.roster, early_half))
    late = mutual_ties(events.contact_counts(now.roster, late_half))
    return np.diff((late - late.multiply(early)).tocsr().sorted_indices().indptr)
