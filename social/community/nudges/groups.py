"""Hints about newcomers, departments, helpers and topics: N3, N4, N6, N7, N9."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from django.db.models import Count
from django.db.models.functions import TruncWeek

from social.community.metrics.goal_c import NEWCOMER_CONTACTS
from social.community.models import Ambassador, MetricCell, RosterEntry
from social.community.nudges.findings import Finding, rule
from social.community.nudges.questions import answered_topics, topics_of
from social.community.record import events, rosters
from social.community.record.calendar import working_time
from social.community.record.months import last_closed, month_of
from social.community.standings import present
from social.people.models import User

LEAST_PEOPLE = 10
WEEKS = 26
WORKING_WEEK = 3  # working days that make a week count
USUAL_TIMES, TOPIC_SHARE, TOPIC_ANSWERS = 3, 0.15, 20
REACH = 0.5
PAIRS = 3
SUGGESTIONS = 3


@rule("N3")
def lonely_newcomers(now: dt.datetime) -> Iterator[Finding]:
    """On day 14 without and on day 30 with fewer than three contacts: newcomer and buddy hear."""
    today = now.date()
    rows = User.objects.active().filter(
        start_date__gt=today - dt.timedelta(days=44), start_date__lte=today - dt.timedelta(days=14)
    )
    started = dict(rows.values_list("pk", "start_date"))
    if not started:
        return
    found = present(today)
    contacts = dict(zip(found.roster.keys, _contacts(found), strict=True))
    lonely = [
        (person, 30 if (today - day).days >= 30 else 14)
        for person, day in started.items()
        if contacts.get(person, NEWCOMER_CONTACTS)
        < (NEWCOMER_CONTACTS if (today - day).days >= 30 else 1)
    ]
    homes = rosters.units()
    unit = dict(User.objects.filter(pk__in=started).values_list("pk", "department_id"))
    for person, day in lonely:
        data = {"day": day, "people": _suggestions(homes.get(unit[person] or 0), person)}
        yield Finding("N3", f"{person}:{day}", None, data, (person,), queue=False)
    if len(lonely) >= LEAST_PEOPLE:
        key = f"count:{month_of(today):%Y-%m}"
        yield Finding("N3", key, None, {"count": len(lonely)})


def _contacts(found: object) -> list[int]:
    from social.community.analysis.ties import degree, mutual_ties

    return degree(mutual_ties(found.counts)).tolist()  # type: ignore[attr-defined]


def _suggestions(unit: int | None, person: int) -> list[int]:
    """Buddies of one's own unit first, then other buddies."""
    homes = rosters.units()
    buddies = Ambassador.objects.current().filter(is_buddy=True).exclude(person=person)
    rows = list(buddies.order_by("pk").values_list("person_id", "person__department_id"))
    near = sorted(rows, key=lambda row: homes.get(row[1] or 0) != unit)
    return [buddy for buddy, _ in near[:SUGGESTIONS]]


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
        events.between(weeks[-1], monday)
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
    rows = RosterEntry.objects.filter(period=month_of(today), unit__isnull=False)
    return Counter(rows.values_list("unit_id", flat=True))


@rule("N4")
def silent_departments(now: dt.datetime) -> Iterator[Finding]:
    """Silent for two working weeks, or below its own fifth percentile of 26 weeks."""
    today = now.date()
    weeks, counts = weekly_by_unit(today)
    appointed = defaultdict(list)
    homes = rosters.units()
    rows = Ambassador.objects.current().filter(appointed_on__isnull=False)
    for person, department in rows.values_list("person_id", "person__department_id"):
        appointed[homes.get(department or 0)].append(person)
    for unit, size in unit_sizes(today).items():
        series = [counts[unit][week] for week in weeks]
        silent = not any(series[-2:])
        low = float(np.percentile(series[:-1], 5))
        if size >= LEAST_PEOPLE and any(series) and (silent or series[-1] < low):
            key = f"department:{unit}:{month_of(today):%Y-%m}"
            data = {"department": unit, "silent": silent}
            yield Finding("N4", key, None, data, tuple(appointed[unit][:1]))


@rule("N6")
def overloaded_helpers(now: dt.datetime) -> Iterator[Finding]:
    """Much more help than usual: the helper may mute or share; the topic needs more helpers."""
    today = now.date()
    month = f"{month_of(today):%Y-%m}"
    kind = events.page_type("question")
    if kind is None:
        return
    recent = _answers(today - dt.timedelta(days=28), today)
    usual = _answers(today - dt.timedelta(days=196), today - dt.timedelta(days=28))
    for person, given in recent.items():
        if given >= TOPIC_ANSWERS and given > USUAL_TIMES * max(usual[person] / 6, 1):
            yield Finding("N6", f"{person}:{month}", None, {"given": given}, (person,), queue=False)
    yield from _narrow_topics(now, month, list(recent))


def _answers(start: dt.date, end: dt.date) -> Counter[int]:
    kind = events.page_type("question")
    rows = events.between(start, end).filter(
        verb__in=events.SPOKEN, page__content_type=kind, actor__isnull=False
    )
    return Counter(dict(rows.order_by().values_list("actor_id").annotate(n=Count("*"))))


def _narrow_topics(now: dt.datetime, month: str, people: list[int]) -> Iterator[Finding]:
    """Topics where one person gives too large a share: the topic is named, nobody else is."""
    topics: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, counts in answered_topics(people, now).items():
        for topic, given in counts.items():
            topics[topic].append((given, person))
    for topic, helpers in topics.items():
        total = sum(given for given, _ in helpers)
        most, person = max(helpers)
        if total >= TOPIC_ANSWERS and len(helpers) > 1 and most > TOPIC_SHARE * total * 2:
            data = {"topic": topic}
            yield Finding("N6", f"topic:{topic}:{month}", None, data)
            yield Finding("N6", f"{person}:{topic}:{month}", None, data, (person,), queue=False)


@rule("N7")
def out_of_reach(now: dt.datetime) -> Iterator[Finding]:
    """A department where fewer than half know an ambassador: could somebody volunteer?"""
    period = last_closed(now.date())
    quarter = f"{period.year}-Q{(period.month + 2) // 3}"
    cells = MetricCell.objects.shown().filter(
        metric="C8", part="", period=period, value__lt=REACH, cell__startswith="department:"
    )
    for cell in cells:
        unit = cell.cell.partition(":")[2]
        if unit.isdigit():
            data = {"department": int(unit), "share": round((cell.value or 0) * 100)}
            yield Finding("N7", f"department:{unit}:{quarter}", None, data)


@rule("N9")
def strangers_with_common_topics(now: dt.datetime) -> Iterator[Finding]:
    """Two departments that write about the same things and have no mutual contact."""
    today = now.date()
    sizes = unit_sizes(today)
    written = _topics_by_unit(today)
    touching = _touching_units(today)
    pairs = []
    large = sorted(unit for unit, size in sizes.items() if size >= LEAST_PEOPLE)
    for one, other in combinations(large, 2):
        common = written[one] & written[other]
        if common and (one, other) not in touching:
            pairs.append((len(common), one, other, min(common)))
    for _, one, other, topic in sorted(pairs, reverse=True)[:PAIRS]:
        key = f"{one}|{other}:{month_of(today):%Y-%m}"
        yield Finding("N9", key, None, {"department": one, "other": other, "topic": topic})


def _topics_by_unit(today: dt.date) -> dict[int, set[int]]:
    homes = rosters.units()
    rows = (
        events.between(today - dt.timedelta(days=90), today)
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
