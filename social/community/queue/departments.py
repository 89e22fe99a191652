"""Rules about departments: silent ones, those that know no ambassador, those that could meet."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext_lazy as _

from social.activity.actions import company_day
from social.analytics.analysis.ties import mutual_ties
from social.analytics.models import RosterEntry
from social.analytics.period import Period
from social.analytics.record import events, rosters
from social.analytics.record.calendar import working_time
from social.analytics.record.present import present
from social.analytics.suppression import LEGAL_CONTRIBUTORS
from social.analytics.told import figures
from social.community.models import Ambassador, RoomSettings
from social.community.queue.helpers import (
    answered_topics,
    helpers_for,
    topics_of,
    volunteer_helpers,
)
from social.community.queue.rule import Data, Draft, Finding, Hint, HoldOut, Line, Rule, Step

WEEKS = 26
WORKING_WEEK = 3  # working days that make a week count
REACH = 0.5
PAIRS = 3
ORGANISATION = ("community:organisation", _("Organisation"))


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
            yield Finding(SILENT_DEPARTMENT.name, key, None, data, tuple(appointed[unit][:1]))


def _how_quiet(data: Data) -> str:
    if not data.get("silent"):
        return str(_("Last week was quieter than in 19 of 20 of its own weeks."))
    return str(_("Hardly anything was written here in two working weeks."))


SILENT_DEPARTMENT = Rule(
    name="silent-department",
    question=_("Which departments have fallen silent?"),
    find=silent_departments,
    label=_("Silent department"),
    icon="bell-off",
    line=Line(
        why=_how_quiet,
        step=Step(_("Propose a conversation")),
        draft=Draft(
            _("%(department)s: what are you working on?"),
            _(
                "What did you finish lately that another department should know? What are you "
                "stuck with? One sentence is enough, and a picture says more."
            ),
            beside=ORGANISATION,
        ),
    ),
    hint=Hint(
        title=_("Your department is quiet"),
        why=_(
            "It is quiet in your department. A question about what people work on is a good start."
        ),
        told=_("It is quiet in your department. A question of yours could start something."),
    ),
    holds_out=HoldOut.LINES,
)


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
            yield Finding(AMBASSADOR_UNKNOWN.name, f"department:{unit}:{quarter}", None, data)


AMBASSADOR_UNKNOWN = Rule(
    name="ambassador-unknown",
    question=_("In which departments do fewer than half know an ambassador?"),
    find=out_of_reach,
    label=_("Few know an ambassador"),
    icon="community",
    line=Line(
        why=_("%(share)s of its active people know an ambassador. Could somebody volunteer?"),
        step=Step(_("Invite volunteers")),
        draft=Draft(
            _("%(department)s: who would be an ambassador?"),
            _(
                "Who would like to be an ambassador of our community? You know people, you like to "
                "help, and you have an hour a week. Nobody has to, nobody is ranked, and you can "
                "stop at any time. Say yes under “My part in the community”, or nominate a "
                "colleague in their profile: they decide themselves."
            ),
            beside=("community:planner", _("Team planner")),
        ),
    ),
    about_people=True,
)


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
    owners = _at_home({topic for *_pair, topic in chosen}, now)
    for _common, one, other, topic in chosen:
        key = f"{one}|{other}:{today:%Y-%m}"
        data = {"department": one, "other": other, "topic": topic}
        yield Finding(COULD_MEET.name, key, None, data, owners.get(topic, ()))


def _at_home(topics: set[int], now: dt.datetime) -> dict[int, tuple[int, ...]]:
    """Who speaks for a topic: the volunteer helper who answered most in it."""
    known = answered_topics(volunteer_helpers(), now)
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
    topics = topics_of({page for _home, page in listed})
    found: dict[int, set[int]] = defaultdict(set)
    for department, page in listed:
        found[homes.get(department, department)] |= topics.get(page, set())
    return found


def _touching_units(today: dt.date) -> set[tuple[int, int]]:
    """Pairs of units with at least one mutual contact in 90 days."""
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


def _pair(data: Data) -> str:
    return str(_("%(department)s and %(other)s") % data)


COULD_MEET = Rule(
    name="could-meet",
    question=_("Which departments write about the same and do not talk with each other?"),
    find=strangers_with_common_topics,
    label=_("Departments that could meet"),
    icon="path",
    line=Line(
        title=_pair,
        why=_("Both write about “%(topic)s” and no two of their people talk with each other."),
        step=Step(_("Propose a joint post")),
        draft=Draft(
            _("“%(topic)s”: what %(department)s and %(other)s know"),
            _(
                "Both departments write about “%(topic)s”. Could one person from each write down "
                "together what works, what does not, and whom to ask?"
            ),
            beside=ORGANISATION,
        ),
    ),
    hint=Hint(
        title=_pair,
        why=_(
            "%(department)s and %(other)s both write about “%(topic)s”. A joint post could help."
        ),
        told=_("Two departments write about the same things and could meet through you."),
    ),
)
