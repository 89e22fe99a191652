"""What the metrics of one calendar month may look at: columns, with people as roster positions."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from social.analytics.analysis.arrays import Bools, Floats, Ints, Sparse
from social.analytics.analysis.roster import Roster


def _no_ints() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _no_floats() -> Floats:
    return np.zeros(0)


def _no_bools() -> Bools:
    return np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions that came of age in the month. Hours are working hours; NaN = not answered."""

    asker: Ints = field(default_factory=_no_ints)
    answered_after: Floats = field(default_factory=_no_floats)
    open_for: Floats = field(default_factory=_no_floats)  # observed until now or the answer


@dataclass(frozen=True, slots=True)
class Solutions:
    """Questions that became 14 days old in the month, and whether somebody was helped."""

    asker: Ints = field(default_factory=_no_ints)
    solved: Bools = field(default_factory=_no_bools)


@dataclass(frozen=True, slots=True)
class Reuse:
    """Solved questions and guides that became 90 days old in the month's weeks, with their readers
    from the 28th day on who took no part in them.
    """

    author: Ints = field(default_factory=_no_ints)
    readers: Floats = field(default_factory=_no_floats)


@dataclass(frozen=True, slots=True)
class Addressed:
    """Questions, mentions and comments put to somebody; NaN hours = no reply by that person.

    A reply that repeats the leader's own earlier words is no reply and arrives here as NaN.
    """

    author: Ints = field(default_factory=_no_ints)
    target: Ints = field(default_factory=_no_ints)
    replied_after: Floats = field(default_factory=_no_floats)


@dataclass(frozen=True, slots=True)
class LeaderThreads:
    """Threads in which a leader takes part, by who wrote first; and each leader of each thread."""

    starter: Ints = field(default_factory=_no_ints)
    leader: Ints = field(default_factory=_no_ints)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """People whose 30th day fell in the month, with their mutual contacts by then."""

    person: Ints = field(default_factory=_no_ints)
    contacts: Ints = field(default_factory=_no_ints)
    outside: Ints = field(default_factory=_no_ints)


@dataclass(frozen=True, slots=True)
class Pulse:
    """The anonymous pulse: how often each of eight items was answered 1 to 5. No sheets exist."""

    tallies: Ints = field(default_factory=lambda: np.zeros((8, 5), dtype=np.int64))
    invited: int = 0
    largest: int | None = None  # sheets of the largest of several rounds

    @property
    def voters(self) -> int:
        """How many people answered for certain: in two rounds they may be the same ones."""
        return self.sheets if self.largest is None else self.largest

    @property
    def sheets(self) -> int:
        """How often all was answered."""
        return int(self.tallies[0].sum())

    def mean(self, items: tuple[int, ...]) -> float:
        """Mean answer over some items; NaN without answers."""
        chosen = self.tallies[list(items)].sum(axis=0)
        total = chosen.sum()
        return float(chosen @ np.arange(1, 6) / total) if total else float("nan")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a month's metrics are computed from. None = this installation cannot know it."""

    roster: Roster
    counts: Sparse  # acts towards each other in the 90 days to the end of the month
    questions: Questions | None = None
    solutions: Solutions | None = None
    reuse: Reuse | None = None
    addressed: Addressed | None = None
    addressed_in_year: Addressed | None = None  # in December, when no month could be shown
    leader_threads: LeaderThreads | None = None
    newcomers: Newcomers | None = None
    pulse: Pulse | None = None
    contributions: Floats | None = None
    contributed_before: Bools | None = None
    readers: Bools | None = None
    cohort: Ints | None = None  # month of the first contribution, a position in `cohorts`
    cohorts: tuple[str, ...] = ()
    answers: Floats | None = None
    notices: Floats | None = None
    notices_ripe: Floats | None = None  # whose seventh day fell in the month
    notices_opened: Floats | None = None  # of those, within the seven days
    weeks: float = 4.0
    ambassadors: Bools | None = None
    community_team: Bools | None = None
    posts: Floats | None = None


def no_ties(size: int) -> Sparse:
    """An empty network."""
    return sparse.csr_matrix((size, size))
