"""All facts of a month."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import (
    Facts,
)
from social.analytics.models import RosterEntry
from social.analytics.period import Period
from social.analytics.record import events, rosters
from social.analytics.record.brought import brought
from social.analytics.record.cohorts import cohorts_of
from social.analytics.record.leaders import (
    addressed_in_year,
    addressed_to_or_by_leaders,
    leader_threads,
)
from social.analytics.record.newcomers import newcomers_of
from social.analytics.record.notices import notices_of
from social.analytics.record.questions import answers_of, questions_of, solutions_of
from social.analytics.record.readers import readers_of, reuse_of

WINDOW = dt.timedelta(days=90)


def facts_of(period: Period, roster: Roster) -> Facts:
    """Everything that the metrics of a closed month look at."""
    month, before = events.during(period), events.during(period.previous)
    public = Q(verb__in=events.TAKING_PART, page__isnull=False)
    notices, ripe, opened = notices_of(roster, period)
    cohort, names = cohorts_of(roster, period)
    return Facts(
        roster=roster,
        counts=events.contact_counts(roster, period.last(WINDOW)),
        contributions=events.count_by_actor(roster, month.filter(public)),
        contributed_before=events.count_by_actor(roster, before.filter(public)) > 0,
        posts=events.count_by_actor(
            roster, month.filter(verb__in=events.WRITTEN, page__isnull=False)
        ),
        questions=questions_of(roster, period),
        solutions=solutions_of(roster, period),
        answers=answers_of(roster, period),
        reuse=reuse_of(roster, period),
        readers=readers_of(roster, period),
        addressed=addressed_to_or_by_leaders(roster, period),
        addressed_in_year=addressed_in_year(roster, period),
        leader_threads=leader_threads(roster, period),
        newcomers=newcomers_of(roster, period),
        notices=notices,
        notices_ripe=ripe,
        notices_opened=opened,
        cohort=cohort,
        cohorts=names,
        weeks=period.weeks,
        community_team=rosters.flags(roster, _team(period)),
        **brought(roster, period),
    )


def _team(period: Period) -> list[int]:
    team = RosterEntry.objects.filter(period=period.start, is_team=True)
    return list(team.values_list("person_id", flat=True))
