"""Questions to the record of events, each one aggregate query."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from social.activity.models import Event, Verb
from social.analytics.period import Period
from social.community.analysis.arrays import Floats, Ints, Sparse
from social.community.analysis.roster import Roster
from social.community.analysis.ties import MOST_ADDRESSEES, pair_counts
from social.subjects.access import restricted_paths

# What counts as acting towards a colleague. Views and follows never do.
CONTACT = (
    Verb.COMMENTED,
    Verb.REPLIED,
    Verb.MENTIONED,
    Verb.REACTED,
    Verb.ANSWER_ACCEPTED,
    Verb.FOUND_HELPFUL,
    Verb.ASSIGNED,
)
SPOKEN = (Verb.COMMENTED, Verb.REPLIED)
WRITTEN = (Verb.PUBLISHED, Verb.ASKED, *SPOKEN)
TAKING_PART = (*WRITTEN, Verb.REACTED, Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL)
OPENING = (Verb.PUBLISHED, Verb.ASKED)
DIRECT = "direct"
DIRECT_WITHIN = dt.timedelta(days=30)

# Which page types are questions, guides, projects: the room above names them.
PAGE_KINDS: dict[str, str] = getattr(settings, "COMMUNITY_PAGE_KINDS", {})


def page_type(kind: str) -> ContentType | None:
    """The content type of a kind of page (`question`, `guide`, `project`, `knowledge`)."""
    app_label, _, model = PAGE_KINDS.get(kind, "").partition(".")
    return ContentType.objects.filter(app_label=app_label, model=model).first()


def during(period: Period) -> QuerySet[Event]:
    """Events of the period on pages that are open to everybody.

    What happens in closed sections never enters the analysis.
    """
    events = Event.objects.filter(created_at__gte=period.begins, created_at__lt=period.ends)
    for path in restricted_paths():
        events = events.exclude(page__path__startswith=path)
    return events


def contacts(period: Period) -> QuerySet[Any]:
    """Acts of one person `towards` another.

    An act is towards its target; a comment without one is towards whoever owns the page.
    """
    return (
        during(period)
        .filter(verb__in=CONTACT, actor__isnull=False)
        .filter(Q(audience_size__isnull=True) | Q(audience_size__lte=MOST_ADDRESSEES))
        .annotate(towards=Coalesce("target_id", "page__owner_id"))
        .filter(towards__isnull=False)
        .exclude(towards=F("actor_id"))
        .order_by()
    )


def contact_counts(roster: Roster, period: Period) -> Sparse:
    """Acts towards each other between people of the roster."""
    rows = contacts(period).values_list("actor_id", "towards").annotate(acts=Count("*"))
    found = np.fromiter(
        (number for row in rows.iterator(chunk_size=20_000) for number in row), dtype=np.int64
    ).reshape(-1, 3)
    source, target = positions(roster, found[:, 0]), positions(roster, found[:, 1])
    known = (source >= 0) & (target >= 0)
    return pair_counts(source[known], target[known], len(roster), found[known, 2])


def positions(roster: Roster, people: Ints | Iterable[int | None]) -> Ints:
    """Roster positions of person ids; -1 for anybody else."""
    keys = np.asarray(roster.keys, dtype=np.int64)
    wanted = np.fromiter((-1 if p is None else p for p in people), dtype=np.int64)
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def count_by_actor(roster: Roster, events: QuerySet[Event]) -> Floats:
    """Events per person of the roster."""
    return column(roster, events.order_by().values_list("actor_id").annotate(n=Count("*")))


def column(roster: Roster, rows: Iterable[tuple[int | None, float]]) -> Floats:
    """A column per person from (person, number) rows."""
    result = np.zeros(len(roster))
    pairs = list(rows)
    place = positions(roster, (person for person, _ in pairs))
    for at, (_, number) in zip(place, pairs, strict=True):
        if at >= 0:
            result[at] += number
    return result


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
    kind = page_type("question")
    opened = during(period).filter(page__live=True)
    pages = opened.filter(verb__in=OPENING, page__content_type=kind, subject_kind="page")
    comments = opened.filter(verb=Verb.ASKED, subject_kind="comment")
    fields = ("subject_kind", "subject_id", "page_id", "actor_id", "created_at")
    rows = (pages | comments).order_by("-pk").values_list(*fields)
    found = list({row[:2]: Asked(*row) for row in rows}.values())
    direct = during(period).filter(verb=Verb.ASKED, page=None, target__isnull=False)
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

    on_pages = Event.objects.filter(verb__in=SPOKEN, page_id__in=list(by_page))
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
