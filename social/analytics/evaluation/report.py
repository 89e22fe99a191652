"""Evaluate an outside log and put the result in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from social.analytics.analysis import criteria
from social.analytics.analysis import replay as selfcheck
from social.analytics.analysis.arrays import Bools
from social.analytics.analysis.gates import Gate, gate
from social.analytics.analysis.indexes import gini, reciprocity
from social.analytics.analysis.persistence import Persistence, estimate, prior
from social.analytics.analysis.planner import Plan, Style, Wishes, plan_team
from social.analytics.analysis.ties import active_people, degree, interactions, mutual_ties
from social.analytics.evaluation.facts import CANNOT, facts_of, help_given
from social.analytics.evaluation.read_log import Log, read_log
from social.analytics.evaluation.windows import Windows, choose_windows, folds
from social.analytics.metrics import METRICS, compute
from social.analytics.suppression import Cell, Rule


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller may choose; `volunteers` is a share of the active people drawn at random."""

    volunteers: float | None = None
    seed: int = 0
    team: int = 10
    days: float | None = None
    style: Style = Style.EVEN


@dataclass
class Result:
    """Everything found; `as_dict` is what --json prints."""

    log: Log
    windows: Windows
    gate: Gate
    shown: dict[str, list[Cell]]
    overview: dict[str, float]
    volunteers: list[dict[str, Any]]
    plan: Plan
    coverage: selfcheck.Coverage | None
    constrained: selfcheck.Coverage | None
    foresight: list[selfcheck.Foresight]
    persistence: Persistence
    folds: int = 0
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers and words, NaN as null."""
        keys = self.log.roster.keys
        return _plain(
            {
                "log": {
                    "people": len(self.log.roster),
                    "rows": self.log.rows,
                    "personal_acts": len(self.log.events),
                    "announcements_dropped": self.log.announcements,
                    "unknown_people_dropped": self.log.unknown_people,
                    "unreadable_rows": self.log.unreadable,
                    "repeated_rows_dropped": self.log.repeated,
                    "stray_moments_dropped": self.log.stray_moments,
                    "levels": list(self.log.roster.levels),
                    "departments": len(self.log.roster.departments),
                },
                "window_days": self.windows.days,
                "gate": {**asdict(self.gate), "open": self.gate.is_open},
                "overview": self.overview,
                "metrics": {code: _cells(cells) for code, cells in self.shown.items()},
                "not_possible": CANNOT,
                "volunteers": self.volunteers,
                "team": {
                    "members": [keys[one] for one in self.plan.members],
                    "expected_coverage": self.plan.coverage,
                    "gains": list(self.plan.gains),
                    "losses": list(self.plan.losses),
                    "by_level": dict(
                        zip(self.log.roster.levels, self.plan.by_level.tolist(), strict=True)
                    ),
                    "contacts_do_as_well": self.plan.contacts_do_as_well,
                },
                "next_window_coverage": asdict(self.coverage) if self.coverage else None,
                "next_window_coverage_constrained": (
                    asdict(self.constrained) if self.constrained else None
                ),
                "windows_replayed": self.folds,
                "tie_persistence": self.persistence.chances.tolist(),
                "self_check": _mean_foresight(self.foresight),
                "notes": self.notes,
            }
        )


def _cells(cells: list[Cell]) -> list[dict[str, Any]]:
    return [
        {
            "cell": cell.cell,
            "part": cell.part,
            "value": cell.value,
            "low": cell.low,
            "high": cell.high,
            "n": cell.people,
            "contributors": cell.contributors,
            "suppressed": cell.suppressed,
        }
        for cell in cells
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), 4)
    return int(value) if isinstance(value, np.integer) else value


def evaluate(folder: Path | str, options: Options = Options()) -> Result:
    """Metrics, bands, a planned team and the self-check for a folder with events.csv."""
    log = read_log(Path(folder))
    size = len(log.roster)
    windows = choose_windows(log.events, options.days)
    last = windows.last_counts(log.events, size)
    pool = _volunteers(log, degree(mutual_ties(last)) > 0, options)
    every_fold = folds(windows)
    replays = [fold for fold in every_fold if _is_filled(log, windows, fold)]
    persistence = prior()
    if every_fold or len(windows.starts) > 1:
        before = windows.last - 2 * windows.days * 86_400
        persistence = estimate(windows.counts(log.events, before, size), last)
    wishes = Wishes(options.team, None, every_level=False, style=options.style)
    plan = plan_team(last, log.roster, pool, active_people(last), persistence, wishes)
    facts = facts_of(log, windows, _mask(plan.members, size))
    careful = Wishes(options.team, style=options.style)
    notes = list(log.notes)
    if not pool.any():
        notes.append("Nobody wrote back to anybody in the last window: there is no mutual contact.")
    if not every_fold:
        notes.append("The log is too short to replay three windows: no self-check.")
    elif empty := len(every_fold) - len(replays):
        notes.append(f"{empty} of {len(every_fold)} replays met an empty window and are left out.")
    return Result(
        log=log,
        windows=windows,
        gate=gate(np.asarray(interactions(last).sum(axis=1)).ravel()),
        shown={code: compute(metric, facts, Rule()) for code, metric in METRICS.items()},
        overview=_overview(last),
        volunteers=_bands(log, windows, last, pool) if options.volunteers is not None else [],
        plan=plan,
        coverage=_replay(log, windows, replays, wishes, options),
        constrained=_replay(log, windows, replays, careful, options),
        foresight=[_foresee(log, windows, fold) for fold in replays],
        persistence=persistence,
        folds=len(replays),
        notes=notes,
    )


def _is_filled(log: Log, windows: Windows, fold: tuple[float, float, float]) -> bool:
    """Whether each of the three windows holds something; a pause in the log judges nothing."""
    return all(windows.counts(log.events, start, len(log.roster)).nnz for start in fold)


def _mask(chosen: tuple[int, ...], size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[list(chosen)] = True
    return mask


def _volunteers(log: Log, eligible: Bools, options: Options) -> Bools:
    """A random share of the eligible people; everybody when no share is given."""
    people = np.flatnonzero(eligible)
    if options.volunteers is None or not len(people):
        return eligible
    many = max(1, round(len(people) * options.volunteers))
    drawn = np.random.default_rng(options.seed).choice(people, many, replace=False)
    return _mask(tuple(drawn.tolist()), len(log.roster))


def _overview(counts: Any) -> dict[str, float]:
    ties = mutual_ties(counts)
    active = active_people(counts)
    return {
        "active_people": int(active.sum()),
        "mutual_contacts_per_person": ties.nnz / max(ties.shape[0], 1),
        "directions_answered": reciprocity(counts),
        "gini_of_writing": gini(np.asarray(counts.sum(axis=1)).ravel()),
    }


def _bands(log: Log, windows: Windows, counts: Any, pool: Bools) -> list[dict[str, Any]]:
    evidence = criteria.gather(counts, log.roster, help_given(log, windows))
    stability = criteria.weighting_stability(evidence)
    return [
        {
            "id": log.roster.keys[person],
            "bands": {key: str(bands[person]) for key, bands in evidence.bands.items()},
            "people_per_50": evidence.values["a"][person],
            "groups_per_50": evidence.values["e"][person],
            "openness": evidence.values["f"][person],
            "certainty_a": evidence.certainty["a"][person],
            "certainty_e": evidence.certainty["e"][person],
            "same_in_other_weightings": stability[person],
            "contacts": int(evidence.contacts[person]),
            "interactions": int(evidence.interactions[person]),
        }
        for person in np.flatnonzero(pool)
    ]


def _replay(
    log: Log,
    windows: Windows,
    replays: list[tuple[float, float, float]],
    wishes: Wishes,
    options: Options,
) -> selfcheck.Coverage | None:
    size, results = len(log.roster), []
    for learn, now, later in replays:
        past, present, future = (
            windows.counts(log.events, start, size) for start in (learn, now, later)
        )
        pool = _volunteers(log, degree(mutual_ties(present)) > 0, options)
        chances = estimate(past, present)
        results.append(
            selfcheck.next_coverage(
                present, future, log.roster, pool, chances, wishes, seed=options.seed
            )
        )
    return selfcheck.mean_coverage(results) if results else None


def _foresee(log: Log, windows: Windows, fold: tuple[float, float, float]) -> selfcheck.Foresight:
    size = len(log.roster)
    now, later = (windows.counts(log.events, start, size) for start in fold[1:])
    return selfcheck.foresight(now, later, log.roster)


def _mean_foresight(replays: list[selfcheck.Foresight]) -> dict[str, float]:
    if not replays:
        return {}
    rows = [asdict(one) for one in replays]
    known = {key: [row[key] for row in rows if row[key] == row[key]] for key in rows[0]}
    return {key: float(np.mean(found)) if found else np.nan for key, found in known.items()}
