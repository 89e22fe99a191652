"""Goal B: reduce the distance between the board and employees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from social.analytics.analysis.indexes import assortativity, mixing_matrix, observed_over_expected
from social.analytics.analysis.reach import steps_to
from social.analytics.analysis.roster import Roster
from social.analytics.analysis.ties import active_dyads, active_people, mutual_ties
from social.analytics.figures import Ratio
from social.analytics.metrics.facts import Addressed, Facts, LeaderThreads
from social.analytics.metrics.registry import Better, Unit, metric
from social.analytics.metrics.tables import (
    firm_cell,
    firm_share,
    pair_cells,
    per_person,
    share_table,
    sides_by_department,
)
from social.analytics.suppression import Cell, Minimum, Rule, passes

REPLY_HOURS = 40  # five working days


@metric("B1", Unit.SHARE, better=Better.HIGHER, parts={"year": Unit.SHARE})
def leaders_answer(facts: Facts) -> list[Cell]:
    """Leaders answer.

    Question: Is the board listening?
    Formula: Questions, mentions and comments addressed to leaders that got that leader's own
        reply within 5 working days, out of all; the same text sent twice counts once.
    Unit: Share of what was put to leaders
    Inputs: Questions, mentions, comments and replies
    Minimum: 5 leaders and 5 people who addressed them, none with more than half of the items;
        a year in which no month reached that is shown as a whole in December, or not at all
    Reference: Not below the share of answered questions; in one firm's e-mail 47 % in 24 hours and 66 % in
        7 days.
    Source: Measured on one organisation
    """
    if facts.addressed is None:
        return []
    cells = [_answered_by_leaders(facts.roster, facts.addressed)]
    if facts.addressed_in_year is not None and not passes(cells[0], Rule(), Minimum()):
        cells.append(_answered_by_leaders(facts.roster, facts.addressed_in_year, part="year"))
    return cells


def _answered_by_leaders(roster: Roster, items: Addressed, part: str = "") -> Cell:
    upward = roster.leader[items.target] & ~roster.leader[items.author]
    replied = items.replied_after[upward] <= REPLY_HOURS
    leaders = per_person(items.target[upward], len(roster))
    # The voice upward (B5) is the same share: what guards its other end guards this one, too.
    authors = per_person(items.author[upward], len(roster))
    return firm_share(roster, replied, leaders, part=part, facing=authors)


@metric("B2", Unit.SHARE, better=Better.HIGHER)
def two_way_leader_contact(facts: Facts) -> list[Cell]:
    """Two-way contact with leaders.

    Question: Do leaders and employees talk with each other, or past each other?
    Formula: Pairs of a leader and an employee who both wrote to each other, out of all such pairs
        in touch at all, in 90 days.
    Unit: Share of pairs
    Inputs: Mutual contacts
    Minimum: 10 people, 5 employees and 5 leaders in touch, none with more than half of the pairs
    Reference: All pairs in two organisations: 68 to 81 %.
    Source: Measured on two organisations
    """
    roster = facts.roster
    first, second, both = active_dyads(facts.counts)
    crossing = roster.leader[first] != roster.leader[second]
    employee = np.where(roster.leader[first], second, first)[crossing]
    leader = np.where(roster.leader[first], first, second)[crossing]
    size = len(roster)
    cells = share_table(
        roster, per_person(employee, size, both[crossing]), per_person(employee, size)
    )
    sides = sides_by_department(roster, employee, leader)
    return [replace(cell, facing=side) for cell, side in zip(cells, sides, strict=True)]


@metric(
    "B3",
    Unit.SHARE,
    better=Better.HIGHER,
    parts={"two": Unit.SHARE},
    ratios={"": Ratio("near", "staff", "staff"), "two": Ratio("two", "staff", "staff")},
)
def steps_to_leadership(facts: Facts) -> list[Cell]:
    """Steps to leadership.

    Question: How far is it from anyone to a leader?
    Formula: Active employees with a mutual contact to a leader (and with at most one person in
        between), out of all active employees, in 90 days.
    Unit: Share of active employees
    Inputs: Mutual contacts
    Minimum: 10 people, 5 of them active
    Reference: 57 % and 100 % in a firm of 154 people; larger firms will be lower.
    Source: Measured on one organisation
    """
    roster = facts.roster
    if not roster.leader.any():
        return []
    steps = steps_to(mutual_ties(facts.counts), roster.leader, most=2)
    staff = active_people(facts.counts) & ~roster.leader
    near, two = staff & (steps == 1), staff & (steps > 0)
    return [
        *share_table(roster, near, staff, one_vote_each=True),
        *share_table(roster, two, staff, part="two", one_vote_each=True),
    ]


@metric(
    "B4",
    Unit.INDEX,
    better=Better.LOWER,
    # The shares in the table add up to one and the index weighs its diagonal: two equations.
    minimum=Minimum(hidden=3),
    parts={"table": Unit.INDEX},
)
def level_mixing(facts: Facts) -> list[Cell]:
    """Level mixing.

    Question: Does everyone talk to everyone, from junior to board?
    Formula: Assortativity of mutual contacts by level (0 = by chance, 1 = only among equals), and
        for each pair of levels the contacts found against those expected by chance.
    Unit: Index
    Inputs: Mutual contacts, level
    Minimum: 10 people in each cell of the table
    Reference: 0.11 in a firm of 154 people.
    Source: Newman 2003; measured on one organisation
    """
    roster, ties = facts.roster, mutual_ties(facts.counts)
    count = len(roster.levels)
    if count < 2:
        return []
    mixing = mixing_matrix(ties, roster.level, count)
    contacts = np.asarray(ties.sum(axis=1)).ravel()
    sizes = np.bincount(roster.level[roster.level >= 0], minlength=count)
    ratio = observed_over_expected(mixing, sizes)
    cells = [firm_cell(roster, assortativity(mixing), contacts)]
    names = [f"level:{key}" for key in roster.levels]
    every = np.ones((count, count), dtype=np.bool_)
    cells += pair_cells(ties, roster.level, names, ratio, every)
    return cells


@metric(
    "B5",
    Unit.SHARE,
    better=Better.HIGHER,
    minimum=Minimum(contributors=10),
    parts={"up": Unit.SHARE, "down": Unit.SHARE},
)
def voice_upward(facts: Facts) -> list[Cell]:
    """Voice upward.

    Question: Do people below the board start conversations with it, and who answers whom?
    Formula: Threads with a leader in which somebody else wrote first, out of all threads with a
        leader; and the share of what was said upward and downward that got a reply in 5 working
        days.
    Unit: Share of threads
    Inputs: Posts and replies
    Minimum: 10 people who are not leaders and 5 leaders, none with more than half
    Reference: In one firm's e-mail within 24 hours: employees to board 47 %, board to others 34
        to 38 %.
    Source: Measured on one organisation
    """
    roster, size = facts.roster, len(facts.roster)
    cells: list[Cell] = []
    if facts.leader_threads is not None:
        cells.append(_begun_below(roster, facts.leader_threads))
    if facts.addressed is not None:
        items = facts.addressed
        replied = items.replied_after <= REPLY_HOURS
        up = roster.leader[items.target] & ~roster.leader[items.author]
        down = roster.leader[items.author] & ~roster.leader[items.target]
        ends = (("up", up, items.author, items.target), ("down", down, items.target, items.author))
        for part, chosen, employee, leader in ends:
            volume = per_person(employee[chosen], size)
            facing = per_person(leader[chosen], size)
            cells.append(firm_share(roster, replied[chosen], volume, part=part, facing=facing))
    return cells


def _begun_below(roster: Roster, threads: LeaderThreads) -> Cell:
    """Threads with a leader that somebody else began."""
    size = len(roster)
    starters = per_person(threads.starter, size)
    cell = firm_share(
        roster,
        ~roster.leader[threads.starter],
        starters,
        facing=per_person(threads.leader, size),
    )
    below = int((starters[~roster.leader] > 0).sum())
    return replace(cell, contributors=below)
