"""Questions: when they were asked, first answered and solved, and by whom."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, F, Min, Q

from social.activity.models import Event, Verb
from social.analytics.analysis.arrays import Floats
from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import (
    Questions,
    Solutions,
)
from social.analytics.metrics.goal_a import ANSWER_HOURS
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.record.calendar import local, working_time

DIRECT = "direct"


DIRECT_WITHIN = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: a page of that kind, a comment marked as one, or put to a person directly."""

    kind: str
    subject: int
    page: int | None
    asker: int | None
    at: dt.datetime
    target: int | None = None

    @property
    def key(self) -> str:
        """Names the question in the queue."""
        return f"question:{self.kind}:{self.subject}"


def asked_during(period: Period) -> list[Asked]:
    """Questions opened in the period, each once, the earliest event counting."""
    kind = events.page_type("question")
    opened = events.during(period).filter(page__live=True)
    pages = opened.filter(verb__in=events.OPENING, page__content_type=kind, subject_kind="page")
    comments = opened.filter(verb=Verb.ASKED, subject_kind="comment")
    fields = ("subject_kind", "subject_id", "page_id", "actor_id", "created_at")
    rows = (pages | comments).order_by("-pk").values_list(*fields)
    found = list({row[:2]: Asked(*row) for row in rows}.values())
    direct = events.during(period).filter(verb=Verb.ASKED, page=None, target__isnull=False)
    for pk, asker, moment, target in direct.values_list(
        "pk", "actor_id", "created_at", "target_id"
    ):
        found.append(Asked(DIRECT, pk, None, asker, moment, target))
    return found


def first_answers(questions: Iterable[Asked]) -> dict[str, dt.datetime]:
    """When somebody other than the asker first answered each question, by its key."""
    questions = list(questions)
    by_page = {q.page: q for q in questions if q.kind == "page"}
    by_comment = {q.subject: q for q in questions if q.kind == "comment"}
    found = _next_towards_asker(questions, Verb.REPLIED)

    def note(question: Asked, actor: int | None, moment: dt.datetime) -> None:
        known = found.get(question.key)
        if actor != question.asker and (known is None or moment < known):
            found[question.key] = moment

    on_pages = Event.objects.filter(verb__in=events.SPOKEN, page_id__in=list(by_page))
    for page, actor, first in (
        on_pages.order_by().values_list("page_id", "actor_id").annotate(first=Min("created_at"))
    ):
        note(by_page[page], actor, first)
    replies = Event.objects.filter(
        verb=Verb.REPLIED, page_id__in={q.page for q in by_comment.values()}
    )
    for data, actor, moment in replies.values_list("data", "actor_id", "created_at"):
        if (parent := data.get("parent")) in by_comment:
            note(by_comment[parent], actor, moment)
    return found


def _next_towards_asker(
    questions: list[Asked], verb: Verb, *, by_asker: bool = False
) -> dict[str, dt.datetime]:
    """For direct questions: the next act of that kind between the two, by the one asked or not."""
    direct = [question for question in questions if question.kind == DIRECT]
    if not direct:
        return {}
    first, last = min(q.at for q in direct), max(q.at for q in direct)
    rows = Event.objects.filter(
        verb=verb, page=None, created_at__gte=first, created_at__lt=last + DIRECT_WITHIN
    )
    moments: dict[tuple[Any, Any], list[dt.datetime]] = {}
    for actor, target, moment in rows.order_by("created_at").values_list(
        "actor_id", "target_id", "created_at"
    ):
        moments.setdefault((actor, target), []).append(moment)
    found = {}
    for question in direct:
        pair: tuple[Any, Any] = (question.target, question.asker)
        times = moments.get(pair[::-1] if by_asker else pair, [])
        place = bisect_right(times, question.at)
        if place < len(times) and times[place] - question.at <= DIRECT_WITHIN:
            found[question.key] = times[place]
    return found


def solved_moments(questions: Iterable[Asked]) -> dict[str, dt.datetime]:
    """When each question was first settled: an answer accepted or found helpful."""
    listed = list(questions)
    rows = (
        Event.objects.filter(
            verb__in=(Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL),
            page_id__in={question.page for question in listed},
        )
        .order_by("-created_at")
        .values_list("page_id", "actor_id", "created_at")
    )
    by_page: dict[int, dt.datetime] = {}
    by_asker: dict[tuple[int, int | None], dt.datetime] = {}
    for page, actor, moment in rows:
        by_page[page] = by_asker[(page, actor)] = moment
    found = _next_towards_asker(listed, Verb.ANSWER_ACCEPTED, by_asker=True)
    for question in listed:
        if question.kind == DIRECT:
            continue
        # Below a comment's question only the asker's own word tells which one is meant.
        settled = by_asker.get((question.page or 0, question.asker))
        if question.kind == "page":
            settled = by_page.get(question.page or 0)
        if settled is not None:
            found[question.key] = settled
    return found


RIPE = dt.timedelta(days=21)  # more than 72 working hours with any holidays


def questions_of(roster: Roster, period: Period) -> Questions:
    """Questions whose 72nd working hour fell in the month."""
    found = asked_during(period.reaching_back(RIPE))
    asker = events.positions(roster, (question.asker for question in found))
    answers = first_answers(found)
    clock = working_time().clock
    asked = clock(local(question.at for question in found))
    answered = clock(local(answers.get(question.key) for question in found))
    borders = clock(np.array([period.start, period.end], dtype="datetime64[s]"))
    ripe = asked + ANSWER_HOURS
    keep = (asker >= 0) & (ripe >= borders[0]) & (ripe < borders[1])
    # What happened after the month is not known yet when the month is counted.
    waited = np.where(answered < borders[1], answered - asked, np.nan)
    return Questions(asker[keep], waited[keep], (borders[1] - asked)[keep])


def solutions_of(roster: Roster, period: Period) -> Solutions:
    """Questions whose 14th day fell in the month."""
    back = dt.timedelta(days=14)
    found = asked_during(period.moved(-back))
    asker = events.positions(roster, (question.asker for question in found))
    solved = solved_moments(found)
    in_time = np.array(
        [q.key in solved and solved[q.key] - q.at <= back for q in found], dtype=np.bool_
    )
    known = asker >= 0
    return Solutions(asker[known], in_time[known])


def answers_of(roster: Roster, period: Period) -> Floats | None:
    """Answers given to other people's questions."""
    kind = events.page_type("question")
    if kind is None:
        return None
    here = Q(page__content_type=kind) | Q(page=None, data__has_key="answers")
    spoken = events.during(period).filter(here, verb__in=events.SPOKEN)
    own = Q(page__owner_id__isnull=True) | ~Q(page__owner_id=F("actor_id"))
    rows = spoken.filter(own).order_by().values_list("actor_id").annotate(n=Count("*"))
    return events.column(roster, rows)
