"""Does choosing by these rules beat the simple ways on this organisation's own data?

Every quarter the past is replayed: people and teams are chosen with what was known then, and
judged by what came next. If the rules are no better, the panel says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from social.analytics.analysis import reach
from social.analytics.analysis.arrays import Bools, Floats, Sparse
from social.analytics.analysis.criteria import groups_met
from social.analytics.analysis.persistence import Persistence
from social.analytics.analysis.planner import Wishes, most_by, plan_team
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.statistics import spearman
from social.analytics.analysis.ties import active_people, degree, mutual_ties

RANDOM_DRAWS = 200
EXACT_BETWEENNESS = 1500
SAMPLED_SOURCES = 256


@dataclass(frozen=True, slots=True)
class Foresight:
    """Rank correlations with next-window contacts at other levels (departments without levels).

    The `adjusted` ones foretell next-window groups met per 50 interactions, whatever the volume.
    """

    carry_forward: float
    degree: float
    criterion_e: float
    adjusted_degree: float
    adjusted_criterion_e: float

    @property
    def ours_is_better(self) -> bool:
        """Whether criterion e beats simply carrying the present count forward."""
        return self.criterion_e > self.carry_forward


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of the next window's active people within one mutual contact of each team."""

    planned: float
    expected: float
    contacts: float
    volume: float
    betweenness: float
    random: float
    size: int
    active: int

    @property
    def ours_is_better(self) -> bool:
        """Whether the planned team did at least as well as every simple way."""
        return self.planned >= max(self.contacts, self.volume, self.betweenness, self.random)


def outward_contacts(counts: Sparse, roster: Roster) -> Floats:
    """Mutual contacts at other levels; in other departments where levels are not known."""
    ends = mutual_ties(counts).tocoo()
    group = roster.level if len(set(roster.level.tolist())) > 1 else roster.department
    away = (group[ends.row] != group[ends.col]) & (group[ends.row] >= 0) & (group[ends.col] >= 0)
    return np.bincount(ends.row[away], minlength=len(roster)).astype(np.float64)


def foresight(now: Sparse, later: Sparse, roster: Roster) -> Foresight:
    """How well today's measures foretell the next window, among people active in both."""
    outcome, today = outward_contacts(later, roster), outward_contacts(now, roster)
    contacts = degree(mutual_ties(now))
    ours = groups_met(now, roster)
    known = ~np.isnan(ours) & (degree(mutual_ties(later)) > 0)
    later_breadth = groups_met(later, roster)
    both = known & ~np.isnan(later_breadth)
    return Foresight(
        carry_forward=spearman(today[known], outcome[known]),
        degree=spearman(contacts[known].astype(np.float64), outcome[known]),
        criterion_e=spearman(ours[known], outcome[known]),
        adjusted_degree=spearman(contacts[both].astype(np.float64), later_breadth[both]),
        adjusted_criterion_e=spearman(ours[both], later_breadth[both]),
    )


def betweenness(ties: Sparse, seed: int = 0) -> Floats:
    """Exact for small organisations, from sampled sources for large ones."""
    size = ties.shape[0]
    if size <= EXACT_BETWEENNESS:
        return reach.betweenness(ties)
    sources = np.random.default_rng(seed).choice(size, SAMPLED_SOURCES, replace=False)
    return reach.betweenness(ties, sources)


def next_coverage(
    now: Sparse,
    later: Sparse,
    roster: Roster,
    pool: Bools,
    persistence: Persistence,
    wishes: Wishes,
    *,
    seed: int = 0,
) -> Coverage:
    """Plan with `now`, judge with `later`; every way chooses from the same pool."""
    ties, next_ties = mutual_ties(now), mutual_ties(later)
    active, judged = active_people(now), active_people(later)
    candidates = pool & (degree(ties) > 0)
    plan = plan_team(now, roster, candidates, active, persistence, wishes)
    size = len(plan.members)
    volume = np.asarray(now.sum(axis=1)).ravel()

    def cover(team: object) -> float:
        return reach.coverage(next_ties, list(team), judged)  # type: ignore[call-overload]

    def top(values: Floats) -> float:
        return cover(most_by(values, candidates, size))

    draws = reach.random_teams(np.flatnonzero(candidates), size, RANDOM_DRAWS, seed)
    return Coverage(
        planned=cover(plan.members),
        expected=plan.coverage,
        contacts=top(degree(ties).astype(np.float64)),
        volume=top(volume),
        betweenness=top(betweenness(ties, seed)),
        random=float(np.mean([cover(team) for team in draws])) if size else float("nan"),
        size=size,
        active=int(judged.sum()),
    )


def mean_coverage(folds: list[Coverage]) -> Coverage:
    """The mean over replayed windows."""
    ways = ("planned", "expected", "contacts", "volume", "betweenness", "random")
    means = {way: float(np.mean([getattr(fold, way) for fold in folds])) for way in ways}
    return Coverage(**means, size=folds[-1].size, active=folds[-1].active)
