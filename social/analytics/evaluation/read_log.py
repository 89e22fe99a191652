"""Read `events.csv` (source,target,timestamp) and `people.csv` (id,department,level,manager)."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from social.analytics.analysis.arrays import Bools, Floats, Ints, floats
from social.analytics.analysis.roster import Roster, make_roster
from social.analytics.analysis.ties import EventLog
from social.analytics.evaluation import moments, reporting_lines, tables
from social.analytics.evaluation.tables import LogError

# Words for levels from the top down, as companies write them.
_LADDER = (
    "board", "zarząd", "ceo", "executive", "c-level", "president", "vp", "director", "dyrektor",
    "head", "manager", "kierownik", "lead", "senior", "specialist", "specjalista", "employee",
    "staff", "pracownik", "worker", "junior", "intern", "stażysta",
)  # fmt: skip
_LEADING = set(_LADDER[: _LADDER.index("head")])
_EVENT = ("source", "target", "timestamp")
_PERSON = ("id", "department", "level", "manager")
MANY_UNKNOWN = 0.05


@dataclass(frozen=True, slots=True)
class Log:
    """A roster, personal acts, and what was left out."""

    roster: Roster
    events: EventLog
    rows: int
    unknown_people: int
    unreadable: int
    announcements: int
    repeated: int = 0
    stray_moments: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class _Raw:
    """Columns of events.csv; people as positions in `names`."""

    names: dict[str, int] = field(default_factory=dict)
    source: array[int] = field(default_factory=lambda: array("i"))
    target: array[int] = field(default_factory=lambda: array("i"))
    at: array[float] = field(default_factory=lambda: array("d"))
    unreadable: int = 0
    example: str = ""


def read_log(folder: Path) -> Log:
    """Both files; without people.csv everybody who appears counts, in no department."""
    events_file, people_file = folder / "events.csv", folder / "people.csv"
    if not events_file.is_file():
        raise LogError(f"{events_file} does not exist.")
    raw = _read_events(events_file)
    if not raw.at:
        raise LogError(
            f"{events_file} has no readable event (source,target,timestamp){raw.example}."
        )
    notes: list[str] = []
    roster = _roster(people_file, raw.names, notes)
    place = _places(roster, raw.names)
    source, target = (place[np.frombuffer(column, dtype=np.int32)] for column in (raw.source, raw.target))  # fmt: skip
    at = moments.to_seconds(floats(np.frombuffer(raw.at, dtype=np.float64)))
    listed, stray = (source >= 0) & (target >= 0), moments.strays(at)
    if not listed.any():
        raise LogError(f"No event of {events_file} is between two people of {people_file}.")
    keep = listed & ~stray
    log, repeated = _messages(source[keep], target[keep], at[keep], notes)
    personal = log.personal()
    if not len(personal):
        raise LogError(f"{events_file} has only messages to oneself or to more than ten people.")
    unlisted = int((~listed).sum())
    if unlisted > MANY_UNKNOWN * len(at):
        notes.append(
            f"{unlisted / len(at):.0%} of the rows name somebody who is not in people.csv."
        )
    return Log(
        roster=roster,
        events=personal,
        rows=len(at) + raw.unreadable,
        unknown_people=unlisted,
        unreadable=raw.unreadable,
        announcements=len(log) - len(personal),
        repeated=repeated,
        stray_moments=int((listed & stray).sum()),
        notes=notes,
    )


def _read_events(path: Path) -> _Raw:
    raw = _Raw()
    names = raw.names
    for one, other, text in tables.rows(path, _EVENT, _EVENT):
        moment = moments.seconds(text)
        one, other = tables.person(one), tables.person(other)
        if moment is None or not one or not other:
            raw.unreadable += 1
            raw.example = raw.example or f": the first row says “{one},{other},{text}”"
            continue
        raw.source.append(names.setdefault(one, len(names)))
        raw.target.append(names.setdefault(other, len(names)))
        raw.at.append(moment)
    return raw


def _places(roster: Roster, names: dict[str, int]) -> Ints:
    """The roster position of each name in the events, whatever the case of its letters."""
    index = roster.index
    folded = {str(key).casefold(): at for key, at in index.items()}
    places = (index.get(name, folded.get(name.casefold(), -1)) for name in names)
    return np.fromiter(places, dtype=np.int64, count=len(names))


def _messages(source: Ints, target: Ints, at: Floats, notes: list[str]) -> tuple[EventLog, int]:
    """Acts in the order of time with their number of addressees, and how many rows were repeated.

    Rows with the same sender and moment are one message. Where moments are whole hours or days
    that cannot be told, and every row counts for itself.
    """
    order = np.lexsort((target, source, at))
    source, target, at = source[order], target[order], at[order]
    if moments.is_coarse(at):
        notes.append(
            "Timestamps are whole hours or days: messages to many and repeated rows are not recognised."
        )
        return EventLog(source, target, at, np.ones(len(at), dtype=np.int64)), 0
    same_message = (source[1:] == source[:-1]) & (at[1:] == at[:-1])
    new = _first(~(same_message & (target[1:] == target[:-1])))
    starts = np.cumsum(_first(~same_message)[new]) - 1
    audience = np.bincount(starts)[starts].astype(np.int64)
    return EventLog(source[new], target[new], at[new], audience), int((~new).sum())


def _first(changes: Bools) -> Bools:
    return np.concatenate([[True], changes])


def _roster(path: Path, names: dict[str, int], notes: list[str]) -> Roster:
    people = list(tables.rows(path, _PERSON, ["id"])) if path.is_file() else []
    rows = {tables.person(row[0]): row for row in people if tables.person(row[0])}
    if len(rows) < len(people):
        notes.append(f"{len(people) - len(rows)} rows of people.csv repeat an id or have none.")
    if not rows:
        keys = sorted(names, key=_natural)
        return make_roster(keys, leaders=[False] * len(keys))
    keys = list(rows)
    homes = [tables.known(row[1]) or None for row in rows.values()]
    levels = [tables.known(row[2]) or None for row in rows.values()]
    managers = [tables.person(row[3]) or None for row in rows.values()]
    boss = dict(zip(keys, managers, strict=True))
    if any(managers) and not any(levels):
        levels = reporting_lines.levels(keys, boss)
        notes.append("Levels are taken from the reporting lines.")
    if any(managers) and not any(homes):
        homes = reporting_lines.branches(keys, boss)
        notes.append("Departments are the branches below the top of the reporting lines.")
    order = _level_order(keys, levels, boss)
    leading = _leading(order)
    return make_roster(
        keys,
        homes,
        levels,
        managers,
        level_order=order,
        leaders=[level in leading for level in levels],
    )


def _natural(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (10**12, key)


def _level_order(
    keys: list[str], levels: list[str | None], boss: dict[str, str | None]
) -> list[str]:
    """From the top: by the usual words, else by mean depth in the reporting lines, else by size."""
    names = sorted({level for level in levels if level})
    if all(name.lower() in _LADDER for name in names):
        return sorted(names, key=lambda name: _LADDER.index(name.lower()))
    size = Counter(level for level in levels if level)
    if not any(boss.values()):
        return sorted(names, key=lambda name: size[name])
    depth: dict[str, list[int]] = {name: [] for name in names}
    for key, level in zip(keys, levels, strict=True):
        if level:
            depth[level].append(reporting_lines.depth_of(key, boss))
    return sorted(names, key=lambda name: (float(np.mean(depth[name])), size[name]))


def _leading(order: list[str]) -> set[str]:
    named = {level for level in order if level.lower() in _LEADING}
    return named or set(order[:1] if len(order) > 1 else [])
