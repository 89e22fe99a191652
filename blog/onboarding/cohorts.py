"""Onboarding in numbers for the community manager: by month of start, and by step."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Min
from django.utils import timezone

from blog.onboarding.journeys import steps_of
from blog.onboarding.models import Journey, OnboardingPathPage, StepProgress
from social.activity.models import Event, Verb

SPOKE = (Verb.COMMENTED, Verb.REPLIED, Verb.ASKED)


@dataclass(frozen=True)
class Cohort:
    """People who started in one month: how far they are, how soon they spoke and were useful."""

    month: date
    people: int
    finished: int
    percent: int
    days_to_comment: float | None
    days_to_answer: float | None
    days_to_help: float | None


@dataclass(frozen=True)
class StepNumbers:
    """A step among all who walk its path: done, late, and what was unclear."""

    path: str
    title: str
    walking: int
    done: int
    late: int
    questions: int
    unclear: list[str]

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.walking) if self.walking else 0


def cohorts() -> list[Cohort]:
    """The last 12 months with newcomers, the newest first. Seven queries."""
    journeys = list(Journey.objects.exclude(status=Journey.Status.CLOSED).select_related("path"))
    totals = _step_counts(journeys)
    done = _done_counts(journeys)
    comment = _first(journeys, Event.objects.filter(verb__in=SPOKE), "actor_id")
    accepted = Event.objects.filter(verb=Verb.ANSWER_ACCEPTED)
    useful = Event.objects.filter(verb__in=[Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL])
    answer = _earlier(_first(journeys, accepted, "actor_id"), _answered(journeys))
    helped = _first(journeys, useful, "target_id")
    months: dict[date, list[Journey]] = defaultdict(list)
    for journey in journeys:
        months[journey.start_date.replace(day=1)].append(journey)
    return [
        Cohort(
            month=month,
            people=len({j.person_id for j in members}),
            finished=sum(j.status == Journey.Status.FINISHED for j in members),
            percent=_mean_percent(members, totals, done),
            days_to_comment=_median_days(members, comment),
            days_to_answer=_median_days(members, answer),
            days_to_help=_median_days(members, helped),
        )
        for month, members in sorted(months.items(), reverse=True)[:12]
    ]


def _step_counts(journeys: list[Journey]) -> dict[int, set[Any]]:
    paths = OnboardingPathPage.objects.filter(pk__in={j.path_id for j in journeys})
    return {path.pk: {step.key for step in steps_of(path)} for path in paths}


def _done_counts(journeys: list[Journey]) -> dict[int, set[Any]]:
    rows = StepProgress.objects.filter(journey__in=journeys).exclude(done_at=None)
    found: dict[int, set[Any]] = defaultdict(set)
    for journey_id, key in rows.values_list("journey_id", "step_key"):
        found[journey_id].add(key)
    return found


def _mean_percent(
    members: list[Journey], totals: dict[int, set[Any]], done: dict[int, set[Any]]
) -> int:
    shares = [
        len(done[j.pk] & totals.get(j.path_id, set())) / len(totals[j.path_id])
        for j in members
        if totals.get(j.path_id)
    ]
    return round(100 * sum(shares) / len(shares)) if shares else 0


def _first(journeys: list[Journey], events: Any, column: str) -> dict[int, Any]:
    people = {journey.person_id for journey in journeys}
    rows = events.filter(**{f"{column}__in": people}).order_by()
    return dict(rows.values_list(column).annotate(first=Min("created_at")))


def _answered(journeys: list[Journey]) -> dict[int, Any]:
    """Person id → when a question about a step was first answered."""
    rows = StepProgress.objects.filter(journey__in=journeys).exclude(answered_at=None)
    answered: Any = rows.order_by().values_list("journey__person_id")
    return dict(answered.annotate(first=Min("answered_at")))


def _earlier(one: dict[int, Any], other: dict[int, Any]) -> dict[int, Any]:
    return {pk: min(d[pk] for d in (one, other) if pk in d) for pk in one.keys() | other.keys()}


def _median_days(members: list[Journey], first: dict[int, Any]) -> float | None:
    days = [
        max(0, (timezone.localdate(first[j.person_id]) - j.start_date).days)
        for j in members
        if j.person_id in first
    ]
    return median(days) if days else None


def steps() -> list[StepNumbers]:
    """Every step of the live paths, those where people stall first."""
    found = []
    today = timezone.localdate()
    for path in OnboardingPathPage.objects.live():
        journeys = list(Journey.objects.filter(path_id=path.pk).exclude(status="closed"))
        rows: dict[Any, list[StepProgress]] = defaultdict(list)
        for row in StepProgress.objects.filter(journey__in=journeys):
            rows[row.step_key].append(row)
        if not journeys:
            continue
        for step in steps_of(path):
            mine = rows[step.key]
            done = {row.journey_id for row in mine if row.done_at}
            late = [j for j in journeys if j.pk not in done and step.due_on(j.start_date) < today]
            found.append(
                StepNumbers(
                    path=path.title,
                    title=step.title,
                    walking=len(journeys),
                    done=len(done),
                    late=len(late),
                    questions=sum(bool(row.question) for row in mine),
                    unclear=[row.unclear for row in mine if row.unclear],
                )
            )
    return sorted(found, key=lambda item: (-item.late, -len(item.unclear), item.title))
