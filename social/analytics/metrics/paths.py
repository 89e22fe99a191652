"""The path that a project's decision took: which departments saw it, confirmed, asked, answered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from django.db.models import Q

from social.activity.models import Verb
from social.analytics.analysis.roster import Roster
from social.analytics.figures import EVERYONE, Figures, Ratio
from social.analytics.metrics.registry import Unit, as_published
from social.analytics.metrics.tables import share_table
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.suppression import Cell, Rule, protect

CODE = "P"
STAGES: dict[str, tuple[Verb, ...]] = {
    "saw": (Verb.VIEWED,),
    "confirmed": (Verb.ACKNOWLEDGED,),
    "asked": (Verb.ASKED, Verb.COMMENTED),
    "answered": (Verb.REPLIED, Verb.ANSWER_ACCEPTED),
}
FOLLOWED = dt.timedelta(days=60)


def path_figures(month: Period, roster: Roster) -> dict[int, Figures]:
    """Share of each department at each stage, for each project page of the last two months.

    From publication to the end of the month. A page's stage is one table under the privacy rule.
    """
    kind = events.page_type("knowledge")
    window = events.during(month.last(FOLLOWED))
    born = window.filter(verb=Verb.PUBLISHED, page__content_type=kind).values("page")
    stages: dict[str, str] = {
        verb.value: stage for stage, verbs in STAGES.items() for verb in verbs
    }
    rows = (
        window.filter(Q(page__in=born), verb__in=list(stages), actor__isnull=False)
        .order_by()
        .values_list("page_id", "verb", "actor_id")
        .distinct()
    )
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    for page, verb, actor in rows.iterator(chunk_size=10_000):
        people[(page, stages[verb])].add(actor)
    cells: dict[int, list[Cell]] = defaultdict(list)
    everyone = np.ones(len(roster))
    for (page, stage), found in people.items():
        hits = np.array([key in found for key in roster.keys], dtype=np.bool_)
        volume = hits.astype(np.float64)
        cells[page] += share_table(roster, hits, everyone, volume=volume, part=stage)
    return {
        page: Figures(partial(_decide, table), frozenset(STAGES), ratios_of(page, STAGES))
        for page, table in cells.items()
    }


def _decide(table: Sequence[Cell], rule: Rule) -> list[Cell]:
    return [as_published(cell, Unit.SHARE) for cell in protect(table, rule)]


def ratios_of(page: int, stages: Iterable[str]) -> dict[str, Ratio]:
    """At each stage of a page so many of everybody."""
    names = {stage: f"{stage}:{page}" for stage in stages}
    return {stage: Ratio(name, EVERYONE, name) for stage, name in names.items()}
