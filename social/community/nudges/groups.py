"""Hints about departments, helpers and topics: N4, N6, N7, N9."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from django.db.models import Count, F
from django.db.models.functions import TruncWeek

from social.activity.actions import company_day
from social.analytics.period import Period
from social.analytics.suppression import LEGAL_CONTRIBUTORS
from social.community.models import Ambassador, RoomSettings, RosterEntry
from social.community.nudges.findings import Finding, rule
from social.community.nudges.questions import answered_topics, helpers_for, topics_of
from social.community.record import events, rosters
from social.community.record.calendar import working_time
from social.community.standings import present
from social.community.told import figures

WEEKS = 26
WORKING_WEEK = 3  # working days that make a week count
MONTH, USUAL_MONTHS, USUAL_TIMES = dt.timedelta(days=28), 6, 3
# A topic with fewer answers in a month says nothing about who carries it.
TOPIC_SHARE, TOPIC_ANSWERS = 0.15, 10
REACH = 0.5
PAIRS = 3


def weekly_by_unit(today: dt.date) -> tuple[list[dt.date], dict[int, Counter[dt.date]]]:
    """The last 26 working weeks that are over, oldest first, and contributions per unit."""
    calendar = working_time()
    monday = today - dt.timedelta(days=today.weekday())
    weeks: list[dt.date] = []
    day = monday
    while len(weeks) < WEEKS:
        day -= dt.timedelta(days=7)
        days = [day + dt.timedelta(days=after) for after in range(7)]
        if sum(calendar.is_working_day(one) for one in days) >= WORKING_WEEK:
            weeks.append(day)
    homes = rosters.units()
    rows = (
        events.during(Period(weeks[-1], monday))
        .filter(verb__in=events.TAKING_PART, actor_department__isnull=False)
        .annotate(week=TruncWeek("day"))
        .order_by()
        .values_list("actor_department_id", "week")
        .annotate(n=Count("*"))
    )
    counts: dict[int, Counter[dt.date]] = defaultdict(Counter)
    for department, week, number in rows:
        counts[homes.get(department, department)][week] += number
    return weeks[::-1], counts


def unit_sizes(today: dt.date) -> Counter[int]:
    """People per unit in this month's roster."""
    rows = RosterEntry.objects.filter(period=Period.month(today).start, unit__isnull=False)
    return Counter(rows.values_list("unit_id", flat=True))


@rule("N4")
def silent_departments(now: dt.datetime) -> Iterator[Finding]:
    """Silent for two working weeks, or below its own fifth percentile of 26 weeks."""
    today, least = company_day(now), RoomSettings.load().least_people
    weeks, counts = weekly_by_unit(today)
    appointed = defaultdict(list)
    homes = rosters.units()
    rows = Ambassador.objects.current().filter(appointed_on__isnull=False)
    for person, department in rows.values_list("person_id", "person__department_id"):
        appointed[homes.get(department or 0)].append(person)
    for unit, size in unit_sizes(today).items():
        series = [counts[unit][week] for week in weeks]
        silent = sum(series[-2:]) < LEGAL_CONTRIBUTORS  # none, or hardly any: never told apart
        low = float(np.percentile(series[:-1], 5))
        if size >= least and any(series) and (silent or series[-1] < low):
            key = f"department:{unit}:{today:%Y-%m}"
            data = {"department": unit, "silent": silent}
            yield Finding("N4", key, None, data, tuple(appointed[unit][:1]))


@rule("N6")
def overloaded_helpers(now: dt.datetime) -> Iterator[Finding]:
    """Much more help than usual: the helper may mute or share; the topic needs more helpers."""
    today = company_day(now)
    month = Period.month(today).label
    if events.page_type("question") is None:
        return
    lately = Period(today - MONTH, today)
    recent = _answers(lately)
    usual = _answers(Period(lately.start - USUAL_MONTHS * MONTH, lately.start))
    given: Counter[int] = Counter()
    before: Counter[int] = Counter()
    for rows, total in ((recent, given), (usual, before)):
        for (person, _page), times in rows.items():
            total[person] += times
    for person, times in given.items():
        if times > USUAL_TIMES * max(before[person] / USUAL_MONTHS, 1):
            yield Finding("N6", f"{person}:{month}", None, {"given": times}, (person,), queue=False)
    yield from _narrow_topics(recent, month)


def _answers(period: Period) -> dict[tuple[int, int], int]:
    """Answers to others' questions by (person, page)."""
    kind = events.page_type("question")
    rows = (
        events.during(period)
        .filter(verb__in=events.SPOKEN, page__content_type=kind, actor__isnull=False)
        .exclude(page__owner_id=F("actor_id"))
        .order_by()
        .values_list("actor_id", "page_id")
        .annotate(n=Count("*"))
    )
    return {(person, page): times for person, page, times in rows if person and page}


def _narrow_topics(answers: dict[tuple[int, int], int], month: str) -> Iterator[Finding]:
    """Topics in which somebody gave too much of last month's answers; only the topic is named."""
    topics: dict[int, Counter[int]] = defaultdict(Counter)
    of_page = topics_of({page for _, page in answers})
    for (person, page), times in answers.items():
        for topic in of_page.get(page, ()):
            topics[topic][person] += times
    for topic, given in topics.items():
        total = given.total()
        if total < TOPIC_ANSWERS:
            continue
        loaded = [person for person, times in given.items() if times > TOPIC_SHARE * total]
        if loaded:
            yield Finding("N6", f"topic:{topic}:{month}", None, {"topic": topic})
        for person in loaded:
            data = {"topic": topic}
            yield Finding("N6", f"{person}:{month}", None, data, (person,), queue=False)


@rule("N7")
def out_of_reach(now: dt.datetime) -> Iterator[Finding]:
    """A department where fewer than half know an ambassador: could somebody volunteer?"""
    period = Period.last_closed(company_day(now)).start
    quarter = f"{period.year}-Q{(period.month + 2) // 3}"
    cells = [
        cell
        for cell in figures(["C8"], [period])
        if not cell.part and cell.value is not None and cell.value < REACH
    ]
    for cell in cells:
        unit = cell.cell.removeprefix("department:")
        if unit.isdigit():
            data = {"department": int(unit), "share": round((cell.value or 0) * 100)}
            yield Finding("N7", f"department:{unit}:{quarter}", None, data)


@rule("N9")
def strangers_with_common_topics(now: dt.datetime) -> Iterator[Finding]:
    """Two departments that write about the same things and have no mutual contact."""
    today, least = company_day(now), RoomSettings.load().least_people
    sizes = unit_sizes(today)
    written = topics_by_unit(today)
    touching = _touching_units(today)
    pairs = []
    large = sorted(unit for unit, size in sizes.items() if size >= least)
    for one, other in combinations(large, 2):
        common = written[one] & written[other]
        if common and (one, other) not in touching:
            pairs.append((len(common), one, other, min(common)))
    chosen = sorted(pairs, reverse=True)[:PAIRS]
    owners = _at_home({topic for *_, topic in chosen}, now)
    for _, one, other, topic in chosen:
        key = f"{one}|{other}:{today:%Y-%m}"
        data = {"department": one, "other": other, "topic": topic}
        yield Finding("N9", key, None, data, owners.get(topic, ()))


def _at_home(topics: set[int], now: dt.datetime) -> dict[int, tuple[int, ...]]:
    """Who speaks for a topic: the volunteer helper who answered most in it."""
    helpers = Ambassador.objects.current().filter(is_helper=True)
    known = answered_topics(helpers.values_list("person_id", flat=True), now)
    return {topic: tuple(helpers_for({topic}, 0, known)[:1]) for topic in topics}


def topics_by_unit(today: dt.date) -> dict[int, set[int]]:
    homes = rosters.units()
    rows = (
        events.during(Period(today - dt.timedelta(days=90), today))
        .filter(verb__in=events.WRITTEN, actor_department__isnull=False, page__isnull=False)
        .order_by()
        .values_list("actor_department_id", "page_id")
        .distinct()
    )
    listed = list(rows)
    topics = topics_of({page for _, page in listed})
    found: dict[int, set[int]] = defaultdict(set)
    for department, page in listed:
        found[homes.get(department, department)] |= topics.get(page, set())
    return found


def _touching_units(today: dt.date) -> set[tuple[int, int]]:
    """Pairs of units with at least one mutual contact in 90 days."""
    from social.community.analysis.ties import mutual_ties

    found = present(today)
    ends = mutual_ties(found.counts).tocoo()
    names = found.roster.departments
    home = found.roster.department
    return {
        (min(a, b), max(a, b))
        for a, b in {
            (names[home[i]], names[home[j]]) for i, j in zip(ends.row, ends.col, strict=True)
        }
        if isinstance(a, int) and isinstance(b, int) and a != b
    }
