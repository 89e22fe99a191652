"""Read `events.csv` (source,target,timestamp) and `people.csv` (id,department,level,manager)."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from social.community.analysis.arrays import Floats, Ints, floats, ints
from social.community.analysis.roster import Roster, make_roster
from social.community.analysis.ties import EventLog

# Words for levels from the top down, as companies write them.
_LADDER = (
    "board", "zarząd", "ceo", "executive", "c-level", "president", "vp", "director", "dyrektor",
    "head", "manager", "kierownik", "lead", "senior", "specialist", "specjalista", "employee",
    "staff", "pracownik", "worker", "junior", "intern", "stażysta",
)  # fmt: skip
_LEADING = set(_LADDER[: _LADDER.index("head")])


class LogError(ValueError):
    """The folder cannot be evaluated; the message says why."""


@dataclass(frozen=True, slots=True)
class Log:
    """A roster, personal acts, and what was left out."""

    roster: Roster
    events: EventLog
    rows: int
    unknown_people: int
    unreadable: int
    announcements: int


def read_log(folder: Path) -> Log:
    """Both files; without people.csv everybody who appears counts, in no department."""
    events_file, people_file = folder / "events.csv", folder / "people.csv"
    if not events_file.is_file():
        raise LogError(f"{events_file} does not exist.")
    sources, targets, moments, unreadable = _read_events(events_file)
    if not sources:
        raise LogError(f"{events_file} has no readable event (source,target,timestamp).")
    people = list(_rows(people_file)) if people_file.is_file() else []
    roster = _roster(people, sources, targets)
    index = roster.index
    source = ints([index.get(key, -1) for key in sources])
    target = ints([index.get(key, -1) for key in targets])
    known = (source >= 0) & (target >= 0)
    at = floats(moments)[known]
    source, target = source[known], target[known]
    audience = _audience(source, at)
    log = EventLog(source, target, at, audience)
    personal = log.personal()
    return Log(
        roster=roster,
        events=personal,
        rows=len(sources) + unreadable,
        unknown_people=int((~known).sum()),
        unreadable=unreadable,
        announcements=len(log) - len(personal),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {(key or "").strip(): (value or "").strip() for key, value in row.items() if key}


def _read_events(path: Path) -> tuple[list[str], list[str], list[float], int]:
    sources: list[str] = []
    targets: list[str] = []
    moments: list[float] = []
    unreadable = 0
    for row in _rows(path):
        moment = _seconds(row.get("timestamp", ""))
        source, target = row.get("source", ""), row.get("target", "")
        if moment is None or not source or not target:
            unreadable += 1
            continue
        sources.append(source)
        targets.append(target)
        moments.append(moment)
    return sources, targets, moments, unreadable


def _seconds(text: str) -> float | None:
    """Seconds from an ISO moment or a number; a moment without a zone is read as UTC."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _audience(source: Ints, at: Floats) -> Ints:
    """Addressees of a message: rows with the same sender and moment."""
    _, which = np.unique(
        np.column_stack([source.astype(np.float64), at]), axis=0, return_inverse=True
    )
    which = which.ravel()
    return np.bincount(which)[which].astype(np.int64)


def _roster(people: list[dict[str, str]], sources: list[str], targets: list[str]) -> Roster:
    rows = {row["id"]: row for row in people if row.get("id")}
    if not rows:
        keys = sorted(set(sources) | set(targets), key=_natural)
        return make_roster(keys, leaders=[False] * len(keys))
    keys = list(rows)
    managers = [row.get("manager") or None for row in rows.values()]
    levels = [row.get("level") or None for row in rows.values()]
    order = _level_order(keys, levels, managers)
    leading = _leading(order)
    return make_roster(
        keys,
        [row.get("department") for row in rows.values()],
        levels,
        managers,
        level_order=order,
        leaders=[level in leading for level in levels],
    )


def _natural(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdigit() else (10**12, key)


def _level_order(
    keys: list[str], levels: list[str | None], managers: list[str | None]
) -> list[str]:
    """From the top: by the usual words, else by mean depth in the reporting lines, else by size."""
    names = sorted({level for level in levels if level})
    if all(name.lower() in _LADDER for name in names):
        return sorted(names, key=lambda name: _LADDER.index(name.lower()))
    boss = dict(zip(keys, managers, strict=True))
    depth: dict[str, list[int]] = {name: [] for name in names}
    for key, level in zip(keys, levels, strict=True):
        if level:
            depth[level].append(_depth(key, boss))
    size = Counter(level for level in levels if level)
    if any(managers):
        return sorted(names, key=lambda name: (float(np.mean(depth[name])), size[name]))
    return sorted(names, key=lambda name: size[name])


def _depth(key: str, boss: dict[str, str | None]) -> int:
    steps, seen = 0, {key}
    above = boss.get(key)
    while above and above not in seen:
        seen.add(above)
        steps += 1
        above = boss.get(above)
    return steps


def _leading(order: list[str]) -> set[str]:
    named = {level for level in order if level.lower() in _LEADING}
    return named or set(order[:1] if len(order) > 1 else [])
