"""Remembering what was asked, without names, and forgetting it in time."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ground.reading import after_answer
from search.page.models import LONGEST_QUERY, Asked, SearchSettings, normalised
from search.page.registry import Reader
from search.page.request import SearchRequest

RECENT_KEY = "recent_searches"
MOST_RECENT = 8
POPULAR_DAYS = 30


def marker_of(reader: Reader, query: str) -> str:
    """A token that says "the same person, the same query" and nothing else."""
    return salted_hmac("search.page.asked", f"{reader.pk}:{query}", algorithm="sha256").hexdigest()[
        :16
    ]


def remember(request: SearchRequest, reader: Reader, hits: int) -> None:
    """Count a query once more for this person and day, after the answer.

    Repeating it (another page of results, a filter) adds to `times` at most.
    """
    after_answer(partial(_count, request, reader, hits))


def _count(request: SearchRequest, reader: Reader, hits: int) -> None:
    query = normalised(request.typed.plain)
    house = SearchSettings.load()
    if not query or not house.keep_days:
        return
    key = {"day": timezone.localdate(), "query": query, "marker": marker_of(reader, query)}
    text = request.typed.plain[:LONGEST_QUERY]
    changed = Asked.objects.filter(**key).update(times=F("times") + 1, hits=hits, text=text)
    if not changed:
        row = Asked(**key, text=text, hits=hits, language=request.language[:8])
        Asked.objects.bulk_create([row], ignore_conflicts=True)


def clicked(text: str, reader: Reader) -> None:
    """Count that a hit of a query was opened."""
    query = normalised(text)
    Asked.objects.filter(
        day__gte=timezone.localdate() - timedelta(days=1),
        query=query,
        marker=marker_of(reader, query),
    ).update(clicks=F("clicks") + 1)


def forget_old() -> int:
    """Delete what is older than the settings allow; returns how many rows."""
    return Asked.objects.filter(day__lt=SearchSettings.load().oldest_day).delete()[0]


def popular(limit: int = 20) -> list[str]:
    """Queries that many people asked lately and that found something, most people first."""
    house = SearchSettings.load()
    since = timezone.localdate() - timedelta(days=POPULAR_DAYS)
    rows = Asked.objects.since(since).filter(hits__gt=0).by_query(house.minimum_people)
    return [row["shown"] for row in rows.order_by("-people", "-times", "query")[:limit]]


def recent(session: Any) -> list[str]:
    """This person's last searches, kept in their session only."""
    known = session.get(RECENT_KEY, [])
    return known if isinstance(known, list) else []


def remember_recent(session: Any, text: str) -> None:
    """Keep it among the last searches, after the answer: the session is not saved before."""
    after_answer(partial(_keep_recent, session, text))


def _keep_recent(session: Any, text: str) -> None:
    text = text[:LONGEST_QUERY]
    before = recent(session)
    after = [text, *(t for t in before if t.casefold() != text.casefold())][:MOST_RECENT]
    if after != before:
        session[RECENT_KEY] = after
        session.save()


def forget_recent(session: Any) -> None:
    session.pop(RECENT_KEY, None)
