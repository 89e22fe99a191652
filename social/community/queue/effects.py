"""Do hints help? What settled with a hint against what settled without; what came of the queue."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from social.analytics.analysis.statistics import wilson
from social.community.models import Item, Nudge
from social.community.queue.rule import BUDDY, RULES, HoldOut

WITHIN = dt.timedelta(days=7)
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases settled within a week, in per cent with a 95 % interval; None below ten."""

    cases: int
    share: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of hint: with it, and held out."""

    rule: str
    hinted: Share
    held_out: Share

    @property
    def points(self) -> int | None:
        """Percentage points between both; None while either has too few cases."""
        if self.hinted.share is None or self.held_out.share is None:
            return None
        return self.hinted.share - self.held_out.share

    @property
    def distance(self) -> int:
        """How many points lie between, whichever is ahead: what the plural is counted by."""
        return abs(self.points or 0)

    @property
    def is_clear(self) -> bool:
        """Whether the intervals lie apart."""
        if self.points is None:
            return False
        one, two = self.hinted, self.held_out
        return (one.low or 0) > (two.high or 0) or (two.low or 0) > (one.high or 0)


def effects(now: dt.datetime | None = None) -> list[Effect]:
    """For rules that hold some out. What counts is that the cause went, not that somebody put the hint away.

    Cases are the things themselves: a question hinted at three helpers is one case. Two queries.
    """
    border = (now or timezone.now()) - WITHIN
    counted: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for rule, held, begun, settled in (*_items(border), *_hints(border)):
        counted[(rule, held)].append(settled is not None and settled - begun <= WITHIN)
    return [
        Effect(rule, _share(counted[(rule, False)]), _share(counted[(rule, True)]))
        for rule in (*_held_out(HoldOut.LINES), *_held_out(HoldOut.HINTS))
    ]


def _held_out(cases: HoldOut) -> list[str]:
    return [rule.name for rule in RULES.values() if rule.holds_out == cases]


def _items(border: dt.datetime) -> list[tuple[str, bool, dt.datetime, dt.datetime | None]]:
    rows = Item.objects.filter(rule__in=_held_out(HoldOut.LINES), created_at__lt=border)
    return list(rows.order_by().values_list("rule", "held_out", "created_at", "settled_at"))


def _hints(border: dt.datetime) -> list[tuple[str, bool, dt.datetime, dt.datetime | None]]:
    rows = (
        Nudge.objects.filter(rule__in=_held_out(HoldOut.HINTS))
        .exclude(key__startswith=BUDDY)
        .order_by()
        .values("rule", "key", "held_out")
        .annotate(begun=Min("sent_at"), settled=Min("settled_at"))
        .filter(begun__lt=border)
    )
    return list(rows.values_list("rule", "held_out", "begun", "settled"))


def _share(settled: list[bool]) -> Share:
    if len(settled) < FEWEST:
        return Share(len(settled))
    low, high = wilson(np.array([sum(settled)]), np.array([len(settled)]))
    per_cent = (round(100 * float(value)) for value in (np.mean(settled), low[0], high[0]))
    return Share(len(settled), *per_cent)


def by_kind(visible: object) -> list[dict[str, int | str]]:
    """For each kind of line: how many were closed and what came of them. One query."""
    outcome = Item.Outcome
    rows = (
        visible.filter(held_out=False)  # type: ignore[attr-defined]
        .exclude(state=Item.State.OPEN)
        .order_by()
        .values("rule")
        .annotate(
            closed=Count("pk"),
            helped=Count("pk", filter=Q(outcome=outcome.HELPED)),
            no_change=Count("pk", filter=Q(outcome=outcome.NO_CHANGE)),
            not_needed=Count("pk", filter=Q(outcome=outcome.NOT_NEEDED)),
            by_itself=Count("pk", filter=Q(state=Item.State.SOLVED)),
            soon=Count("pk", filter=Q(settled_at__lte=F("created_at") + WITHIN)),
        )
    )
    return sorted(rows, key=lambda row: -row["closed"])
