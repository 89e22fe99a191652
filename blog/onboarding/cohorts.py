"""Onboarding in numbers for the community manager: by year of start, told once when it is over.

Few start in a month: a month would tell of single people. Until a year has ten newcomers there
is work instead of numbers: questions of newcomers that nobody has answered yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from blog.onboarding.journeys import steps_of
from blog.onboarding.models import Journey, OnboardingPathPage, StepProgress
from ground.queues.queue import Queue
from social.activity.deeds import SAID
from social.activity.models import Event, Verb
from social.analytics.models import Enrolment, Release
from social.analytics.release import OFF, Released, Value, enrol, published, release
from social.analytics.shares import Design, Roster

YEARS = 5
LAST_STEPS = timedelta(days=90)  # who started on the last day of a year walks so long
SOON = timedelta(days=30)
FINISHED, WROTE, ANSWERED, HELPED = "finished", "wrote", "answered", "helped"
WHAT = (FINISHED, WROTE, ANSWERED, HELPED)
PREFIX = "onboarding:"
MOST_TASKS = 50


@dataclass(frozen=True)
class Cohort:
    """What was told of those who started in a year."""

    year: int
    finished: Released
    wrote: Released
    answered: Released
    helped: Released


@dataclass(frozen=True)
class StepNumbers:
    """A step: how many of a year's newcomers did it, and what was unclear to them."""

    path: str
    title: str
    year: int
    done: Released
    unclear: list[str]


def _event(what: str, year: int) -> str:
    return f"onboarding:{what}:{year}"


def _step_event(path: OnboardingPathPage, key: Any, year: int) -> str:
    return f"onboarding:step:{path.translation_key.hex}:{key.hex}"[:70] + f":{year}"


# Telling, once a year -------------------------------------------------------------------------


def tell_years(today: date | None = None) -> int:
    """Tell of each year whose last newcomers have walked their path; returns of how many.

    Idempotent: what was told stays as it is. Each number, and the steps of each path, is told by
    itself: one that fails waits with its reason, the others are told.
    """
    told: set[int] = set()

    def tell(key: str) -> None:
        _tell(key)
        told.add(_year_of(key))

    TELLING.each(_untold(today or timezone.localdate()), tell, key=str)
    return len(told)


def _untold(today: date) -> list[str]:
    """What is to be told: `2025:finished`, or `2025:path:7` for the steps of a path."""
    years = {day.year for day in _journeys().values_list("start_date", flat=True)}
    over = [year for year in sorted(years) if today > date(year, 12, 31) + LAST_STEPS]
    known = Release.objects.filter(event__startswith=PREFIX)
    events = set(known.values_list("event", flat=True))
    found = []
    for year in over[-YEARS:]:
        found += [f"{year}:{what}" for what in WHAT if _event(what, year) not in events]
        walked = _journeys().filter(start_date__year=year).values("path")
        for path in OnboardingPathPage.objects.filter(pk__in=walked).order_by("pk"):
            if any(_step_event(path, step.key, year) not in events for step in steps_of(path)):
                found.append(f"{year}:path:{path.pk}")
    return found


def _journeys() -> QuerySet[Journey]:
    return Journey.objects.exclude(status=Journey.Status.CLOSED)


def _year_of(key: str) -> int:
    year = key.partition(":")[0]
    return int(year) if year.isdecimal() and len(year) == 4 else 0


def _tell(key: str) -> None:
    year, (_number, _colon, what) = _year_of(key), key.partition(":")
    if not year:
        return
    journeys = list(_journeys().filter(start_date__year=year).select_related("path"))
    path = what.removeprefix("path:")
    if path.isdecimal():
        _tell_steps(year, [journey for journey in journeys if journey.path_id == int(path)])
    elif what in WHAT and journeys:
        started = {one.person_id: one.start_date for one in journeys}
        _publish(_event(what, year), year, started, _who(what, journeys, started))


def _who(what: str, journeys: list[Journey], started: dict[int, date]) -> set[int]:
    """Which of the newcomers of a year did it."""
    accepted = Event.objects.filter(verb=Verb.ANSWER_ACCEPTED)
    if what == FINISHED:
        return {one.person_id for one in journeys if one.status == Journey.Status.FINISHED}
    if what == WROTE:
        return _soon(started, Event.objects.filter(verb__in=SAID), "actor_id")
    if what == HELPED:
        useful = Event.objects.filter(verb__in=[Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL])
        return _soon(started, useful, "target_id")
    replied = StepProgress.objects.filter(journey__in=journeys).exclude(answered_at=None)
    return _soon(started, accepted, "actor_id") | _soon(
        started, replied, "journey__person_id", "answered_at"
    )


def _tell_steps(year: int, journeys: list[Journey]) -> None:
    """The steps of the path that these journeys walk."""
    people = [journey.person_id for journey in journeys]
    done = StepProgress.objects.filter(journey__in=journeys).exclude(done_at=None)
    rows: dict[Any, set[int]] = defaultdict(set)
    for key, person in done.values_list("step_key", "journey__person_id"):
        rows[key].add(person)
    for path in OnboardingPathPage.objects.filter(pk__in={one.path_id for one in journeys}):
        for step in steps_of(path):
            _publish(_step_event(path, step.key, year), year, people, rows[step.key])


TELLING = Queue("onboarding-year", gettext_lazy("Telling of the newcomers of a year"), again=_tell)


def _publish(event: str, year: int, people: Iterable[int], did: Iterable[int]) -> None:
    enrolled = Enrolment.objects.filter(event=event).first()
    enrolled = enrolled or enrol(event, Roster(tuple(sorted(set(people))), {}))
    if enrolled is not None:
        release(event, str(year), enrolled, Design(), Value(frozenset(did)))


def _soon(
    started: dict[int, date], rows: QuerySet[Any], who: str, when: str = "created_at"
) -> set[int]:
    """Who of the newcomers did it in their first 30 days."""
    first: dict[int, datetime] = {}
    for person, moment in (
        rows.filter(**{f"{who}__in": started}).order_by(when).values_list(who, when)
    ):
        first.setdefault(person, moment)
    return {
        person
        for person, moment in first.items()
        if timezone.localdate(moment) <= started[person] + SOON
    }


# Reading --------------------------------------------------------------------------------------


def cohorts() -> list[Cohort]:
    """The last five years of which something was told, the newest first. Three queries."""
    known = Release.objects.filter(event__startswith=f"onboarding:{FINISHED}:")
    told_of = {event.rpartition(":")[2] for event in known.values_list("event", flat=True)}
    years = sorted(filter(None, map(_year_of, told_of)))
    told = published(_event(what, year) for what in WHAT for year in years)
    found = []
    for year in reversed(years[-YEARS:]):
        cells = {what: told[_event(what, year)] for what in WHAT}
        latest = {what: rows[-1] if rows else Released("hidden") for what, rows in cells.items()}
        found.append(Cohort(year, **latest))
    return [
        one
        for one in found
        if one.finished.state == OFF or any(getattr(one, what).whole for what in WHAT)
    ]


def steps() -> list[StepNumbers]:
    """Steps of the live paths for the latest year that was told, the least done first."""
    latest = next((one.year for one in cohorts() if one.finished.whole or one.wrote.whole), None)
    if latest is None:
        return []
    listed = [(path, step) for path in OnboardingPathPage.objects.live() for step in steps_of(path)]
    told = published(_step_event(path, step.key, latest) for path, step in listed)
    found = []
    for path, step in listed:
        rows = told[_step_event(path, step.key, latest)]
        if rows and rows[-1].whole:
            words = _unclear(step.key, latest)
            found.append(StepNumbers(path.title, step.title, latest, rows[-1], words))
    return sorted(
        found, key=lambda one: (one.done.whole.middle if one.done.whole else 0, one.title)
    )


def _unclear(key: Any, year: int) -> list[str]:
    """What was unclear, in the order of the alphabet: not in that of who said it."""
    rows = StepProgress.objects.filter(~Q(unclear=""), step_key=key, journey__start_date__year=year)
    return sorted(rows.values_list("unclear", flat=True))


def open_questions() -> list[StepProgress]:
    """Questions of newcomers about a step that nobody has answered yet, the oldest first.

    Work, not numbers: whoever may see the journey answers there. One query.
    """
    rows = StepProgress.objects.filter(answered_at=None, asked_at__isnull=False)
    walking = rows.exclude(journey__status=Journey.Status.CLOSED).select_related("journey__person")
    return list(walking.order_by("asked_at")[:MOST_TASKS])
