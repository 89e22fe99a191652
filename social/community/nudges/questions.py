"""Hints about questions: N1, N2, N5, N8, questions to the board, stale guides."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from django.db.models import Count, F
from wagtail.models import Page

from social.activity.actions import company_day
from social.activity.models import Event, Verb
from social.analytics.period import Period
from social.community.metrics.goal_b import REPLY_HOURS
from social.community.models import Ambassador, Nudge, ReaderCount
from social.community.nudges.findings import Finding, rule
from social.community.record import events
from social.community.record.calendar import local, working_time
from social.community.record.readers import NAMED_VIEWS_DAYS
from social.people.models import User
from social.subjects.models import Topic

HELPERS = 3
HINTS_A_WEEK = 2
ROUTE_AFTER, ALERT_AFTER = 24, 72
LOOK_BACK = dt.timedelta(days=60)
ANSWERS_BACK = dt.timedelta(days=396)  # thirteen months
READ_BY = 20
STALE_AFTER = dt.timedelta(days=365)
STALE_READERS = 10


def waiting_questions(now: dt.datetime) -> list[tuple[events.Asked, float]]:
    """Questions of the last 60 days without an answer, with the working hours they waited."""
    found = events.asked_during(Period.last_days(now, LOOK_BACK))
    answered = events.first_answers(found)
    open_ = [q for q in found if q.page and q.asker and q.key not in answered]
    clock = working_time().clock
    waited = clock(local([now]))[0] - clock(local(question.at for question in open_))
    return list(zip(open_, waited.tolist(), strict=True))


def topics_of(pages: Iterable[int]) -> dict[int, set[int]]:
    """Topics of each page."""
    rows = Topic.objects.filter(page_topics__content_object__in=list(pages)).values_list(
        "page_topics__content_object_id", "pk"
    )
    found: dict[int, set[int]] = defaultdict(set)
    for page, topic in rows:
        found[page].add(topic)
    return found


def answered_topics(people: Iterable[int], now: dt.datetime) -> dict[int, Counter[int]]:
    """How often each person answered others' questions in each topic, in thirteen months."""
    kind = events.page_type("question")
    rows = (
        events.during(Period.last_days(now, ANSWERS_BACK))
        .filter(verb__in=events.SPOKEN, page__content_type=kind, actor__in=list(people))
        .exclude(page__owner_id=F("actor_id"))
        .order_by()
        .values_list("actor_id", "page_id")
        .annotate(n=Count("*"))
    )
    listed = list(rows)
    topics = topics_of({page for _, page, _ in listed})
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for person, page, times in listed:
        for topic in topics.get(page, ()):
            found[person][topic] += times
    return found


def helpers_for(topics: set[int], asker: int, known: dict[int, Counter[int]]) -> list[int]:
    """Up to three helpers who answered in these topics, the most at home first."""
    score = {
        person: sum(counts[topic] for topic in topics)
        for person, counts in known.items()
        if person != asker
    }
    able = [person for person, points in score.items() if points]
    return sorted(able, key=lambda person: (-score[person], person))[:HELPERS]


@rule("N1")
def route_to_helpers(now: dt.datetime) -> Iterator[Finding]:
    """A question open for 24 working hours goes to volunteers who answered in its topic."""
    open_ = [(q, hours) for q, hours in waiting_questions(now) if hours >= ROUTE_AFTER]
    if not open_:
        return
    helpers = list(
        Ambassador.objects.current().filter(is_helper=True).values_list("person_id", flat=True)
    )
    known = answered_topics(helpers, now)
    topics = topics_of(question.page or 0 for question, _ in open_)
    week = Nudge.objects.filter(
        rule="N1", held_out=False, sent_at__gt=now - dt.timedelta(days=7), person__in=helpers
    )
    load = Counter(week.values_list("person_id", flat=True))
    keys = [question.key for question, _ in open_]
    told = set(Nudge.objects.filter(rule="N1", key__in=keys).values_list("key", flat=True))
    for question, hours in open_:
        chosen: list[int] = []
        if question.key not in told:
            able = helpers_for(topics.get(question.page or 0, set()), question.asker or 0, known)
            chosen = [person for person in able if load[person] < HINTS_A_WEEK]
            load.update(chosen)
        data = {"hours": round(hours)}
        yield Finding("N1", question.key, question.page, data, tuple(chosen), queue=False)


@rule("N2")
def alert_about_question(now: dt.datetime) -> Iterator[Finding]:
    """A question open for 72 working hours comes to its author and into the queue."""
    for question, hours in waiting_questions(now):
        if hours >= ALERT_AFTER and question.asker:
            data = {"hours": round(hours)}
            due = company_day(now)
            yield Finding("N2", question.key, question.page, data, (question.asker,), due_on=due)


@rule("board")
def question_to_board(now: dt.datetime) -> Iterator[Finding]:
    """A question to the board without a leader's word after five working days."""
    leaders = User.objects.filter(level__is_board=True).values("pk")
    asked = events.asked_during(Period.last_days(now, LOOK_BACK))
    found = {q.page: q.at for q in asked if q.kind == "page" and q.page}
    spoken = set(
        Event.objects.filter(
            verb__in=events.SPOKEN, page_id__in=list(found), actor__in=leaders
        ).values_list("page_id", flat=True)
    )
    clock = working_time().clock
    for page in Page.objects.filter(pk__in=found).specific():
        if getattr(page, "to_leadership", False) and page.pk not in spoken:
            hours = np.diff(clock(local([found[page.pk], now])))[0]
            if hours >= REPLY_HOURS:
                data = {"days": round(hours / working_time().day)}
                yield Finding(
                    "board", f"question:{page.pk}", page.pk, data, due_on=company_day(now)
                )


@rule("N5")
def leaders_inbox(now: dt.datetime) -> Iterator[Finding]:
    """A leader with something unanswered for five working days hears of it, weekly and alone."""
    from social.community.record.replies import unanswered_by_leaders

    year, week, _ = company_day(now).isocalendar()
    for leader, pages in unanswered_by_leaders(now).items():
        data = {"pages": pages[:20], "count": len(pages)}
        yield Finding("N5", f"{leader}:{year}-{week}", None, data, (leader,), queue=False)


@rule("N8")
def turn_into_guide(now: dt.datetime) -> Iterator[Finding]:
    """A solved question that more than twenty people read, and no guide says it yet."""
    accepted = (
        events.during(Period.last_days(now, ANSWERS_BACK))
        .filter(verb=Verb.ANSWER_ACCEPTED, page__isnull=False, page__live=True)
        .order_by("pk")
        .values_list("page_id", "page__owner_id", "subject_kind", "subject_id")
    )
    solved = {page: owner for page, owner, *_ in accepted}
    answer = {page: one for page, _, kind, one in accepted if kind == "comment"}
    told = guides_written_from(solved)
    open_ = [page for page in solved if page not in told]
    for page, readers in ReaderCount.objects.filter(page_id__in=open_).people().items():
        if readers > READ_BY:
            author = (solved[page],) if solved[page] else ()
            data: dict[str, int | None] = {"readers": readers}
            if page in answer:
                data["comment"] = answer[page]
            yield Finding("N8", f"question:{page}", page, data, author)


def guides_written_from(pages: Iterable[int]) -> set[int]:
    """Questions that have become a guide, where guides remember what they were written from."""
    kind = events.page_type("guide")
    model = kind.model_class() if kind else None
    if model is None or not hasattr(model, "written_from"):
        return set()
    rows = model._default_manager.filter(written_from__in=list(pages), live=True)
    return set(rows.values_list("written_from", flat=True))


@rule("stale")
def stale_guides(now: dt.datetime) -> Iterator[Finding]:
    """A guide that people still read has not been touched for a year."""
    kind = events.page_type("guide")
    old = Page.objects.live().filter(
        content_type=kind, last_published_at__lt=now - STALE_AFTER, locale__isnull=False
    )
    # As long as views have their names, people can be counted, however often they come back.
    today = company_day(now)
    lately = events.during(Period(today - dt.timedelta(days=NAMED_VIEWS_DAYS), today))
    rows = (
        lately.filter(verb=Verb.VIEWED, page__in=old, actor__isnull=False)
        .order_by()
        .values_list("page_id", "page__last_published_at")
        .annotate(readers=Count("actor", distinct=True))
    )
    for page, touched, readers in rows.filter(readers__gte=STALE_READERS):
        data = {"readers": readers, "days": (now - touched).days}
        yield Finding("stale", f"guide:{page}:{today:%Y-%m}", page, data)
