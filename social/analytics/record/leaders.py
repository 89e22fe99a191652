"""What was put to leaders or said by them, and whether the one addressed replied."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from django.db.models import Q
from django.db.models.functions import Coalesce

from social.activity.models import Event, Verb
from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import (
    Addressed,
    LeaderThreads,
)
from social.analytics.metrics.goal_b import REPLY_HOURS
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.record.calendar import local, working_time
from social.analytics.record.rosters import leading_levels
from social.analytics.told import figures
from social.people.models import User

# A leader who hands something on, or thanks, has taken care of it. It is no answer in numbers.
CARED_FOR = (Verb.ASSIGNED, Verb.REACTED, Verb.FOUND_HELPFUL, Verb.ANSWER_ACCEPTED)
_ADDRESSING = (Verb.COMMENTED, Verb.REPLIED, Verb.MENTIONED, Verb.ASKED)
_RIPE = dt.timedelta(days=14)
WAITED_AT_MOST = dt.timedelta(days=60)


def addressed_to_or_by_leaders(roster: Roster, period: Period) -> Addressed:
    """Items whose fifth working day ended in the period.

    A reply is the addressed person's next writing on the same page, or to the same person where
    no page is known. Texts are not read, except that a reply marked as a repeated text
    (`data.repeats`) does not count.
    """
    leaders = [key for key, leads in zip(roster.keys, roster.leader, strict=True) if leads]
    window = period.reaching_back(_RIPE)
    rows = (
        events.during(window)
        .filter(verb__in=_ADDRESSING, actor__isnull=False)
        .annotate(towards=Coalesce("target_id", "page__owner_id"))
        .filter(Q(actor__in=leaders) | Q(towards__in=leaders))
        .order_by("pk")
        .values_list("actor_id", "towards", "page_id", "created_at")
    )
    items = [row for row in rows.iterator(chunk_size=10_000) if row[1] and row[0] != row[1]]
    spoken = _spoken({(page or -who, to) for who, to, page, _ in items}, window)
    clock = working_time().clock
    asked = clock(local(moment for *_, moment in items))
    replied = clock(local(_next(spoken.get((page or -who, to)), at) for who, to, page, at in items))
    borders = clock(np.array([period.start, period.end], dtype="datetime64[s]"))
    ripe = asked + REPLY_HOURS
    author = events.positions(roster, (row[0] for row in items))
    target = events.positions(roster, (row[1] for row in items))
    keep = (author >= 0) & (target >= 0) & (ripe >= borders[0]) & (ripe < borders[1])
    waited = np.where(replied < borders[1], replied - asked, np.nan)
    return Addressed(author[keep], target[keep], waited[keep])


def _spoken(
    wanted: set[tuple[int, int]], window: Period
) -> dict[tuple[int, int], list[dt.datetime]]:
    """Moments at which each wanted person wrote on each wanted page, in order.

    Where no page is known, minus the addressee's id stands for it.
    """
    if not wanted:
        return {}
    rows = (
        events.during(window)
        .filter(verb__in=events.SPOKEN, actor__in={person for _, person in wanted})
        .exclude(data__has_key="repeats")
        .order_by("created_at")
        .values_list("page_id", "target_id", "actor_id", "created_at")
    )
    moments: dict[tuple[int, int], list[dt.datetime]] = defaultdict(list)
    for page, target, actor, moment in rows.iterator(chunk_size=10_000):
        key = (page or -(target or 0), actor)
        if key in wanted:
            moments[key].append(moment)
    return moments


def _cared_for(
    wanted: set[tuple[int, int]], window: Period
) -> Iterator[tuple[tuple[int, int], dt.datetime]]:
    """When leaders handed something on or thanked, by (page, leader)."""
    rows = events.during(window).filter(
        verb__in=CARED_FOR,
        actor__in={leader for _, leader in wanted},
        page__in={page for page, _ in wanted},
    )
    for page, leader, moment in rows.values_list("page_id", "actor_id", "created_at"):
        if (page, leader) in wanted:
            yield (page, leader), moment


def last_word_to(leader: User, page_id: int) -> Event | None:
    """The latest thing on a page that somebody put to this person."""
    found = Event.objects.filter(verb__in=_ADDRESSING, target=leader, page_id=page_id)
    return found.exclude(actor=leader).exclude(actor=None).order_by("pk").last()


def _next(moments: list[dt.datetime] | None, after: dt.datetime) -> dt.datetime | None:
    if not moments:
        return None
    place = bisect_right(moments, after)
    return moments[place] if place < len(moments) else None


def unanswered_by_leaders(now: dt.datetime) -> dict[int, list[int]]:
    """Pages where something put to each leader has waited for more than five working days."""
    leaders = list(
        User.objects.active().filter(level__in=leading_levels()).values_list("pk", flat=True)
    )
    window = Period.last_days(now, WAITED_AT_MOST)
    rows = (
        events.during(window)
        .filter(verb__in=_ADDRESSING, target__in=leaders, actor__isnull=False)
        .exclude(actor__in=leaders)
        .order_by("pk")
        .values_list("target_id", "page_id", "created_at")
    )
    items = [row for row in rows.iterator(chunk_size=10_000) if row[1]]
    wanted = {(page, leader) for leader, page, _ in items}
    spoken = _spoken(wanted, window.reaching_back(_RIPE))
    for key, moment in _cared_for(wanted, window):
        insort(spoken.setdefault(key, []), moment)
    clock = working_time().clock
    waited = clock(local([now]))[0] - clock(local(moment for *_, moment in items))
    found: dict[int, list[int]] = defaultdict(list)
    for (leader, page, moment), hours in zip(items, waited, strict=True):
        open_still = _next(spoken.get((page, leader)), moment) is None
        if open_still and hours > REPLY_HOURS and page not in found[leader]:
            found[leader].append(page)
    return {leader: pages for leader, pages in found.items() if pages}


DECEMBER = 12


def addressed_in_year(roster: Roster, period: Period) -> Addressed | None:
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


def leader_threads(roster: Roster, period: Period) -> LeaderThreads:
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
