"""Evidence for the six criteria of the community manager's role.

The rules and weights are set by people, shown, and never fitted to data. Criterion b (attitude to
new tools) is what a person says of themselves and c (growth) is shown as a fact: neither is scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from social.analytics.analysis import breadth, brokerage
from social.analytics.analysis.arrays import Bools, Floats, Ints, Sparse
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.statistics import Band, band_limits, band_numbers
from social.analytics.analysis.ties import degree, interactions, mutual_ties

FEWEST_INTERACTIONS = 25
HELP_PRIOR = 8
RESAMPLES = 50
DEFAULT_WEIGHTS = {"a": 0.30, "b": 0.0, "c": 0.0, "d": 0.15, "e": 0.35, "f": 0.20}
SCORED = ("a", "d", "e", "f")


@dataclass(frozen=True, slots=True)
class Help:
    """Requests put to each person and those that the person helped with."""

    asked: Floats
    helped: Floats

    def rate(self) -> Floats:
        """Helped / asked, drawn towards the overall rate by eight imagined requests."""
        total = self.asked.sum()
        usual = self.helped.sum() / total if total else 0.0
        rate = (self.helped + HELP_PRIOR * usual) / (self.asked + HELP_PRIOR)
        return np.where((self.asked > 0) & (total > 0) & (usual > 0), rate, np.nan)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Columns per person. `values` holds the scored criteria; NaN where there is too little."""

    values: dict[str, Floats]
    bands: dict[str, list[Band]]
    typical: dict[str, float]
    certainty: dict[str, Floats]
    interactions: Floats
    contacts: Ints
    levels_met: Ints
    brokered: Floats
    eligible: Bools


def level_department_cells(roster: Roster) -> Ints:
    """A number for each (department, level) cell."""
    return roster.department * (len(roster.levels) + 1) + roster.level + 1


def groups_met(counts: Sparse, roster: Roster) -> Floats:
    """Criterion e: different (department, level) cells met in 50 interactions."""
    return breadth.rarefied_groups(interactions(counts), level_department_cells(roster))


def gather(counts: Sparse, roster: Roster, help_: Help | None = None, *, seed: int = 0) -> Evidence:
    """All evidence from the pair counts of one window."""
    together, ties = interactions(counts), mutual_ties(counts)
    total = np.asarray(together.sum(axis=1)).ravel()
    eligible = total >= FEWEST_INTERACTIONS
    cells = level_department_cells(roster)
    values = {
        "a": breadth.rarefied(together),
        "d": help_.rate() if help_ else np.full(len(roster), np.nan),
        "e": breadth.rarefied_groups(together, cells),
        "f": brokerage.openness(ties, roster.department),
    }
    values = {key: np.where(eligible, column, np.nan) for key, column in values.items()}
    limits = {key: band_limits(column) for key, column in values.items()}
    names = list(Band)
    return Evidence(
        values=values,
        bands={k: [names[n] for n in band_numbers(v, limits[k])] for k, v in values.items()},
        typical={k: _median(v) for k, v in values.items()},
        certainty={
            "a": _certainty(together, values["a"], limits["a"], seed, breadth.rarefied),
            "e": _certainty(
                together,
                values["e"],
                limits["e"],
                seed,
                lambda sample: breadth.rarefied_groups(sample, cells),
            ),
        },
        interactions=total,
        contacts=degree(ties),
        levels_met=_levels_met(ties, roster),
        brokered=_brokered(ties, roster.department),
        eligible=eligible,
    )


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _levels_met(ties: Sparse, roster: Roster) -> Ints:
    member = np.zeros((len(roster), max(len(roster.levels), 1)))
    known = np.flatnonzero(roster.level >= 0)
    member[known, roster.level[known]] = 1
    return ((ties @ member) > 0).sum(axis=1).astype(np.int64)


def _brokered(ties: Sparse, department: Ints) -> Floats:
    roles = brokerage.gould_fernandez(ties, department)
    return (roles.gatekeeper + roles.representative + roles.liaison) / 2


def _certainty(
    together: Sparse,
    values: Floats,
    limits: Floats,
    seed: int,
    measure: Callable[[Sparse], Floats],
) -> Floats:
    """Share of Poisson resamples of the interactions in which the person stays in the band."""
    generator = np.random.default_rng(seed)
    now = band_numbers(values, limits)
    stayed, seen = np.zeros(len(values)), np.zeros(len(values))
    for _ in range(RESAMPLES):
        sample = together.copy()
        sample.data = generator.poisson(together.data).astype(np.float64)
        sample.eliminate_zeros()
        again = measure(sample)
        known = ~np.isnan(again)
        seen += known
        stayed += known & (band_numbers(again, limits) == now)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.isnan(values), np.nan, stayed / seen)


def weighting_stability(
    evidence: Evidence, weights: dict[str, float] | None = None, *, draws: int = 200, seed: int = 0
) -> Floats:
    """Share of reasonable weightings that leave each person in the top quarter or out of it.

    Weights are drawn around the given ones (Dirichlet, concentration 20). The weighted sum is used
    for this check only and is never shown, stored or sorted by.
    """
    given = weights or DEFAULT_WEIGHTS
    used = [key for key in SCORED if given[key] > 0]
    columns = np.column_stack([_percentiles(evidence.values[key]) for key in used])
    columns = np.where(np.isnan(columns), 0.5, columns)
    base = np.array([given[key] for key in used])
    generator = np.random.default_rng(seed)
    drawn = generator.dirichlet(20 * base / base.sum(), draws)
    people = np.flatnonzero(evidence.eligible)
    result = np.full(len(evidence.eligible), np.nan)
    if len(people):
        scores = columns[people] @ np.vstack([base / base.sum(), drawn]).T
        inside = scores >= np.percentile(scores, 75, axis=0)
        result[people] = (inside[:, 1:] == inside[:, :1]).mean(axis=1)
    return result


def _percentiles(values: Floats) -> Floats:
    result = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    if len(known):
        order = np.argsort(np.argsort(values[known], kind="stable"), kind="stable")
        result[known] = order / max(len(known) - 1, 1)
    return result
