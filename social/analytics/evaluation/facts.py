"""What the metrics need, as far as a bare log of acts can tell."""

from __future__ import annotations

import datetime as dt

import numpy as np

from social.analytics.analysis.arrays import Bools, Floats, Ints
from social.analytics.analysis.criteria import Help
from social.analytics.analysis.ties import EventLog
from social.analytics.analysis.working_time import WorkingTime, polish_holidays
from social.analytics.evaluation.read_log import Log
from social.analytics.evaluation.replies import hours_to_reply
from social.analytics.evaluation.windows import DAY, Windows
from social.analytics.metrics.facts import Addressed, Facts, Newcomers, Questions

SETTLING = 90.0  # who is first seen later than this many days into the log counts as new
CANNOT = {
    "A3": "accepted answers",
    "A4": "reader counts",
    "A5": "notifications",
    "C7": "a pulse survey",
}


def facts_of(log: Log, windows: Windows, ambassadors: Bools | None) -> Facts:
    """The last window as if it were a month; hours are working hours (Polish calendar, UTC)."""
    size = len(log.roster)
    events = log.events
    end = windows.last + 1
    start = end - windows.days * DAY
    now, before = events.between(start, end), events.between(start - windows.days * DAY, start)
    aged = events.between(start - windows.days * DAY, end)
    replied = hours_to_reply(aged, size)
    clock = _calendar(windows).clock
    asked = clock(_moments(aged.at))
    answered = clock(_moments(aged.at + np.nan_to_num(replied) * 3600))
    waited = np.where(np.isnan(replied), np.nan, answered - asked)
    open_for = clock(_moments(np.array([end])))[0] - asked
    ripe = (open_for >= 72) & (aged.at >= start - 14 * DAY)
    return Facts(
        roster=log.roster,
        counts=windows.last_counts(events, size),
        questions=Questions(aged.source[ripe], waited[ripe], open_for[ripe]),
        addressed=Addressed(aged.source[ripe], aged.target[ripe], waited[ripe]),
        newcomers=_newcomers(log, windows),
        contributions=np.bincount(now.source, minlength=size).astype(np.float64),
        contributed_before=np.bincount(before.source, minlength=size) > 0,
        answers=np.bincount(aged.target[ripe & ~np.isnan(replied)], minlength=size).astype(float),
        weeks=windows.days / 7,
        ambassadors=ambassadors,
    )


def help_given(log: Log, windows: Windows) -> Help:
    """Messages put to each person in the last window, and those written back to in 48 hours."""
    size = len(log.roster)
    events = log.events.between(windows.last - windows.days * DAY, windows.last + 1)
    old_enough = events.at <= windows.last - 2 * DAY
    helped = old_enough & (hours_to_reply(events, size) <= 48)
    asked = np.bincount(events.target[old_enough], minlength=size)
    return Help(
        asked.astype(np.float64),
        np.bincount(events.target[helped], minlength=size).astype(np.float64),
    )


def _calendar(windows: Windows) -> WorkingTime:
    years = [dt.datetime.fromtimestamp(at, dt.UTC).year for at in (windows.first, windows.last)]
    if years[0] < 1990:  # seconds from zero: no calendar is known, so every day and hour counts
        return WorkingTime(0, 24, "1111111")
    return WorkingTime(holidays=polish_holidays(years[0], years[1] + 1))


def _moments(at: np.ndarray) -> np.ndarray:
    return at.astype(np.int64).astype("datetime64[s]")


def _newcomers(log: Log, windows: Windows) -> Newcomers | None:
    """People first seen after the settling time, and their mutual contacts 30 days later."""
    events, size = log.events, len(log.roster)
    seen = np.full(size, np.inf)
    np.minimum.at(seen, events.source, events.at)
    fresh = (seen > windows.first + SETTLING * DAY) & (seen + 30 * DAY <= windows.last)
    if not fresh.any():
        return None
    met = np.zeros((2, size), dtype=np.int64)  # contacts, and those of another department
    for person, other in zip(*_first_month_contacts(events, seen, fresh), strict=True):
        met[0, person] += 1
        met[1, person] += log.roster.department[other] != log.roster.department[person]
    chosen = np.flatnonzero(fresh)
    return Newcomers(chosen.astype(np.int64), met[0, chosen], met[1, chosen])


def _first_month_contacts(events: EventLog, seen: Floats, fresh: Bools) -> tuple[Ints, Ints]:
    """(newcomer, colleague) pairs that both acted in the newcomer's first 30 days."""
    size = len(seen)

    def acts(one: Ints, other: Ints) -> Ints:
        since = events.at - seen[one]
        early = fresh[one] & (since >= 0) & (since < 30 * DAY)
        return np.unique(one[early] * size + other[early])

    both = np.intersect1d(acts(events.source, events.target), acts(events.target, events.source))
    return both // size, both % size
