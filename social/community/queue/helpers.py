"""Who could help with a question: volunteers who answered in its topics before."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, F

from social.analytics.period import Period
from social.analytics.record import events
from social.community.models import Ambassador, Nudge
from social.community.queue.rule import Rule
from social.subjects.models import Topic

HELPERS = 3
ANSWERS_BACK = dt.timedelta(days=396)  # thirteen months
WEEK = dt.timedelta(days=7)


def volunteer_helpers() -> list[int]:
    """People who want to be asked when a question stays open."""
    found = Ambassador.objects.current().filter(is_helper=True)
    return list(found.values_list("person_id", flat=True))


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


def hints_this_week(rule: Rule, now: dt.datetime) -> Counter[int]:
    """How many hints of a rule each person got in the last seven days."""
    sent = Nudge.objects.filter(rule=rule.name, held_out=False, sent_at__gt=now - WEEK)
    return Counter(sent.values_list("person_id", flat=True))


def helpers_for(topics: set[int], asker: int, known: dict[int, Counter[int]]) -> list[int]:
    """Up to three helpers who answered in these topics, the most at home first."""
    score = {
        person: sum(counts[topic] for topic in topics)
        for person, counts in known.items()
        if person != asker
    }
    able = [person for person, points in score.items() if points]
    return sorted(able, key=lambda person: (-score[person], person))[:HELPERS]
