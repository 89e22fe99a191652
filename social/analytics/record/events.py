"""Questions to the record of events, each one aggregate query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from social.activity.deeds import verbs
from social.activity.models import Event
from social.analytics.analysis.arrays import Floats, Ints, Sparse
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.ties import MOST_ADDRESSEES, pair_counts
from social.analytics.period import Period
from social.subjects.access import restricted_paths

# What counts as acting towards a colleague, and what as writing and taking part: their deeds say it.
CONTACT = verbs(lambda deed: deed.is_contact)
SPOKEN = verbs(lambda deed: deed.is_spoken)
WRITTEN = verbs(lambda deed: deed.is_written)
TAKING_PART = verbs(lambda deed: deed.takes_part)
OPENING = verbs(lambda deed: deed.is_opening)

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
