"""All facts of a month."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
from django.db.models import Count, F, Min, Q, Sum

from social.activity.models import Verb
from social.analytics.period import Period
from social.community.analysis.arrays import Floats
from social.community.analysis.roster import Roster
from social.community.metrics.facts import (
    Addressed,
    Facts,
    LeaderThreads,
    Newcomers,
    Pulse,
    Questions,
    Reuse,
    Solutions,
)
from social.community.metrics.goal_a import ANSWER_HOURS
from social.community.models import (
    Ambassador,
    PulseTally,
    ReaderCount,
    RosterEntry,
)
from social.community.models import Pulse as PulseRound
from social.community.record import events
from social.community.record.calendar import local, working_time
from social.community.record.firsts import cohorts_of
from social.community.record.notices import notices_of
from social.community.record.readers import LATER_UNTIL, found_answers, monday_of
from social.community.record.replies import addressed_to_or_by_leaders
from social.community.told import figures
from social.people.models import User

WINDOW = dt.timedelta(days=90)
FIRST_DAYS = dt.timedelta(days=30)
DECEMBER = 12
RIPE = dt.timedelta(days=21)  # more than 72 working hours with any holidays


def facts_of(period: Period, roster: Roster) -> Facts:
    """Everything that the metrics of a closed month look at."""
    month, before = events.during(period), events.during(period.previous)
    public = Q(verb__in=events.TAKING_PART, page__isnull=False)
    written = events.count_by_actor(roster, month.filter(public))
    notices, ripe, opened = notices_of(roster, period)
    cohort, names = cohorts_of(roster, period)
    return Facts(
        roster=roster,
        counts=events.contact_counts(roster, period.last(WINDOW)),
        questions=_questions(roster, period),
        solutions=_solutions(roster, period),
        reuse=_reuse(roster, period),
        addressed=addressed_to_or_by_leaders(roster, period),
        addressed_in_year=_addressed_in_year(roster, period),
        leader_threads=_leader_threads(roster, period),
        newcomers=_newcomers(roster, period),
        pulse=_pulse(period),
        contributions=written,
        contributed_before=events.count_by_actor(roster, before.filter(public)) > 0,
        readers=_readers(roster, period),
        answers=_answers(roster, period),
        notices=notices,
        notices_ripe=ripe,
        notices_opened=opened,
        cohort=cohort,
        cohorts=names,
        weeks=period.weeks,
        ambassadors=_flags(roster, _ambassadors(period)),
        community_team=_flags(roster, _team(period)),
        posts=events.count_by_actor(
            roster, month.filter(verb__in=events.WRITTEN, page__isnull=False)
        ),
    )


def _flags(roster: Roster, people: list[int]) -> np.ndarray:
    chosen = set(people)
    return np.array([key in chosen for key in roster.keys], dtype=np.bool_)


def _ambassadors(period: Period) -> list[int]:
    appointed = Ambassador.objects.filter(appointed_on__lt=period.end, expires_on__gte=period.end)
    return list(appointed.filter(withdrawn_at=None).values_list("person_id", flat=True))


def _team(period: Period) -> list[int]:
    team = RosterEntry.objects.filter(period=period.start, is_team=True)
    return list(team.values_list("person_id", flat=True))


def _questions(roster: Roster, period: Period) -> Questions:
    """Questions whose 72nd working hour fell in the month."""
    found = events.asked_during(period.reaching_back(RIPE))
    asker = events.positions(roster, (question.asker for question in found))
    answers = events.first_answers(found)
    clock = working_time().clock
    asked = clock(local(question.at for question in found))
    answered = clock(local(answers.get(question.key) for question in found))
    borders = clock(np.array([period.start, period.end], dtype="datetime64[s]"))
    ripe = asked + ANSWER_HOURS
    keep = (asker >= 0) & (ripe >= borders[0]) & (ripe < borders[1])
    # What happened after the month is not known yet when the month is counted.
    waited = np.where(answered < borders[1], answered - asked, np.nan)
    return Questions(asker[keep], waited[keep], (borders[1] - asked)[keep])


def _solutions(roster: Roster, period: Period) -> Solutions:
    """Questions whose 14th day fell in the month."""
    back = dt.timedelta(days=14)
    found = events.asked_during(period.moved(-back))
    asker = events.positions(roster, (question.asker for question in found))
    solved = events.solved_moments(found)
    in_time = np.array(
        [q.key in solved and solved[q.key] - q.at <= back for q in found], dtype=np.bool_
    )
    known = asker >= 0
    return Solutions(asker[known], in_time[known])


def _reuse(roster: Roster, period: Period) -> Reuse:
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


def _addressed_in_year(roster: Roster, period: Period) -> Addressed | None:
    """In December, when no month of the year is shown: beside shown months, the year less them
    would be the months that were hidden."""
    if period.start.month != DECEMBER:
        return None
    year = Period(period.start.replace(month=1), period.end)
    months = [month.start for month in Period.month(year.start).months_to(period)]
    earlier = figures(["B1"], [month for month in months if month < period.start])
    if any(one.value is not None and not one.part for one in earlier):
        return None
    return addressed_to_or_by_leaders(roster, year)


def _leader_threads(roster: Roster, period: Period) -> LeaderThreads:
    """Pages of the month on which a leader wrote, by who wrote first there."""
    leaders = [key for key, leads in zip(roster.keys, roster.leader, strict=True) if leads]
    month = events.during(period)
    opened = month.filter(verb__in=events.OPENING)
    by_leader = month.filter(verb__in=events.WRITTEN, actor__in=leaders)
    rows = opened.filter(page__in=by_leader.values("page")).order_by("-pk")
    first = dict(rows.values_list("page_id", "actor_id"))
    starter = events.positions(roster, first.values())
    known = {page for page, at in zip(first, starter, strict=True) if at >= 0}
    took_part = by_leader.order_by().values_list("page_id", "actor_id").distinct()
    leader = events.positions(roster, (who for page, who in took_part if page in known))
    return LeaderThreads(starter[starter >= 0], leader[leader >= 0])


def _newcomers(roster: Roster, period: Period) -> Newcomers | None:
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


def _pulse(period: Period) -> Pulse | None:
    """The rounds that closed in the month, added up: as many sheets, as many invitations."""
    rounds = PulseRound.objects.filter(closes_on__gte=period.start, closes_on__lt=period.end)
    invited = rounds.aggregate(invited=Sum("invited"))["invited"]
    if invited is None:
        return None
    tallies = np.zeros((8, 5), dtype=np.int64)
    rows = PulseTally.objects.filter(pulse__in=rounds)
    sheets: Counter[int] = Counter()
    for pulse, item, answer, count in rows.values_list("pulse_id", "item", "answer", "count"):
        tallies[item, answer - 1] += count
        sheets[pulse] += count if item == 0 else 0
    return Pulse(tallies, invited, largest=max(sheets.values(), default=0))


def _readers(roster: Roster, period: Period) -> np.ndarray:
    """Who opened any page."""
    views = events.count_by_actor(roster, events.during(period).filter(verb=Verb.VIEWED))
    return views > 0


def _answers(roster: Roster, period: Period) -> Floats | None:
    """Answers given to other people's questions."""
    kind = events.page_type("question")
    if kind is None:
        return None
    here = Q(page__content_type=kind) | Q(page=None, data__has_key="answers")
    spoken = events.during(period).filter(here, verb__in=events.SPOKEN)
    own = Q(page__owner_id__isnull=True) | ~Q(page__owner_id=F("actor_id"))
    rows = spoken.filter(own).order_by().values_list("actor_id").annotate(n=Count("*"))
    return events.column(roster, rows)
