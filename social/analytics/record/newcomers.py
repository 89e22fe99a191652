"""Whom newcomers met in their first month."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db.models import Min, Q

from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import (
    Newcomers,
)
from social.analytics.period import Period
from social.analytics.record import events
from social.people.models import User

FIRST_DAYS = dt.timedelta(days=30)


def newcomers_of(roster: Roster, period: Period) -> Newcomers | None:
    """People whose 30th day fell in the month, with whom they met in their own 30 days."""
    begun = period.moved(-FIRST_DAYS)
    rows = User.objects.filter(start_date__gte=begun.start, start_date__lt=begun.end)
    started = dict(rows.values_list("pk", "start_date"))
    person = events.positions(roster, started)
    person = person[person >= 0]
    if not len(person):
        return None
    pairs = _met_early(started, period.reaching_back(FIRST_DAYS))
    one = events.positions(roster, (new for new, _ in pairs))
    other = events.positions(roster, (colleague for _, colleague in pairs))
    known = (one >= 0) & (other >= 0)
    one, other = one[known], other[known]
    outside = one[roster.department[one] != roster.department[other]]
    size = len(roster)
    contacts = np.bincount(one, minlength=size)[person]
    return Newcomers(person, contacts, np.bincount(outside, minlength=size)[person])


def _met_early(started: dict[int, dt.date], period: Period) -> list[tuple[int, int]]:
    """Each of these people and who has a mutual contact with them by the end of their 30 days."""
    new = list(started)
    rows = events.contacts(period).filter(Q(actor__in=new) | Q(towards__in=new))
    first = {
        (one, other): day
        for one, other, day in rows.values_list("actor_id", "towards").annotate(first=Min("day"))
    }
    return [
        (one, other)
        for (one, other), day in first.items()
        if one in started
        and (back := first.get((other, one)))
        and max(day, back) < started[one] + FIRST_DAYS
    ]
