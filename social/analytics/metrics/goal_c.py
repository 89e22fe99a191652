"""Goal C: add value in contacts between people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from social.analytics.analysis.arrays import Bools
from social.analytics.analysis.indexes import (
    ei_by_group,
    mixing_matrix,
    people_giving,
    share_of_top,
)
from social.analytics.analysis.reach import covered
from social.analytics.analysis.ties import active_dyads, active_people, mutual_ties
from social.analytics.figures import EVERYONE, Ratio
from social.analytics.metrics.facts import Facts
from social.analytics.metrics.registry import Better, Unit, metric
from social.analytics.metrics.tables import (
    case_table,
    cell_names,
    firm_cell,
    pair_cells,
    per_person,
    share_table,
    side_of,
    table,
    totals,
)
from social.analytics.suppression import Cell, Minimum

NEWCOMER_CONTACTS = 3
PULSE_RESPONSE = 0.3
# The Brief Sense of Community Scale: two items for each of four dimensions.
PULSE_DIMENSIONS = {"needs": (0, 1), "membership": (2, 3), "influence": (4, 5), "bond": (6, 7)}


@metric(
    "C1",
    Unit.INDEX,
    better=Better.HIGHER,
    minimum=Minimum(rows=True),
    parts={"table": Unit.NUMBER},
)
def across_departments(facts: Facts) -> list[Cell]:
    """Across departments.

    Question: Do contacts cross the walls between departments?
    Formula: The E-I index of mutual contacts in 90 days (+1 = only outside, -1 = only inside the
        own department) minus its value by pure chance.
    Unit: Index
    Inputs: Mutual contacts, department
    Minimum: 10 people
    Reference: -0.25, -0.82 and -1.20 in three organisations; read it as a trend.
    Source: Krackhardt and Stern 1988; measured on three organisations
    """
    roster, ties = facts.roster, mutual_ties(facts.counts)
    count = len(roster.departments)
    if count < 2:
        return []
    observed, chance = ei_by_group(ties, roster.department, count)
    contacts = np.asarray(ties.sum(axis=1)).ravel()
    cells = table(roster, observed - chance, contacts)
    mixing = mixing_matrix(ties, roster.department, count)
    halved = np.where(np.eye(count, dtype=np.bool_), mixing / 2, mixing)
    names = cell_names(roster)[:count]
    cells += pair_cells(ties, roster.department, names, halved, mixing > 0)
    return cells


@metric("C2", Unit.SHARE, better=Better.HIGHER)
def conversations(facts: Facts) -> list[Cell]:
    """Conversations, not broadcasts.

    Question: When people are in touch, do both speak?
    Formula: Pairs of people who both acted towards each other, out of all pairs in touch at all,
        in 90 days; a department's are those with one of its people or two, each pair once.
    Unit: Share of pairs
    Inputs: Comments, answers, mentions
    Minimum: 10 people, 5 of them in touch with somebody
    Reference: 68 to 81 % in the e-mail of two organisations.
    Source: Measured on two organisations
    """
    roster, size = facts.roster, len(facts.roster)
    first, second, both = active_dyads(facts.counts)
    ends = np.concatenate([first, second])
    # Both ends of a pair are one case: else the interval would be narrower by the root of two.
    inner = roster.department[first] == roster.department[second]
    once = np.tile(np.where(inner, 0.5, 1.0), 2)
    pairs = totals(roster, per_person(ends, size, once))
    mutual = totals(roster, per_person(ends, size, once * np.tile(both, 2)))
    pairs[-1], mutual[-1] = len(both), both.sum()
    return case_table(roster, mutual, pairs, per_person(ends, size))


@metric("C3", Unit.SHARE, better=Better.HIGHER, minimum=Minimum(contributors=10))
def newcomer_integration(facts: Facts) -> list[Cell]:
    """Newcomers find people.

    Question: Do newcomers find people in their first month?
    Formula: Newcomers who by day 30 have at least 3 mutual contacts, one of them outside their
        department, out of all whose 30th day fell in the month.
    Unit: Share of newcomers
    Inputs: Joining date, mutual contacts
    Minimum: 10 newcomers
    Reference: In one institution 21 % stayed active with no contact, 80 % with three or more.
    Source: Measured on one organisation
    """
    if facts.newcomers is None:
        return []
    new, size = facts.newcomers, len(facts.roster)
    arrived = (new.contacts >= NEWCOMER_CONTACTS) & (new.outside >= 1)
    return share_table(
        facts.roster, per_person(new.person, size, arrived), per_person(new.person, size)
    )


@metric(
    "C4",
    Unit.SHARE,
    better=Better.HIGHER,
    parts={"readers": Unit.SHARE, "top": Unit.SHARE},
    ratios={"": Ratio("wrote", EVERYONE, "wrote"), "readers": Ratio("read", EVERYONE, "read")},
)
def participation_breadth(facts: Facts) -> list[Cell]:
    """Participation breadth.

    Question: How many people take part?
    Formula: People who wrote something in the month, out of everyone; likewise people who read
        something; and the share written by the most active 1 %.
    Unit: Share of people
    Inputs: Posts, comments, answers, reactions; who was there (not what they read)
    Minimum: 10 people, 5 of whom wrote; of readers 5 who read
    Reference: 20 to 35 % write and 80 to 85 % read in firms with such a network; the top 1 %
        write 6 to 18 %.
    Source: SWOOP Analytics 2021 and 2022; measured on two organisations
    """
    roster, written = facts.roster, facts.contributions
    if written is None:
        return []
    everyone = np.ones(len(roster), dtype=np.bool_)
    cells = share_table(roster, written > 0, everyone, volume=written)
    if facts.readers is not None:
        # Readers contribute: a cell in which fewer than five read is not shown.
        read = facts.readers.astype(np.float64)
        cells += share_table(
            roster, facts.readers, everyone, part="readers", volume=read, one_vote_each=True
        )
    cells.append(firm_cell(roster, share_of_top(written, 0.01), written, part="top"))
    return cells


@metric(
    "C5",
    Unit.SHARE,
    better=Better.HIGHER,
    parts={"cohort": Unit.SHARE},
    ratios={"": Ratio("both", "before", "before")},
)
def they_come_back(facts: Facts) -> list[Cell]:
    """They come back.

    Question: Do those who wrote last month write again?
    Formula: People who wrote in both this and the previous month, out of those who wrote in the
        previous one; and, for those who first wrote in the same month, the share that writes now.
    Unit: Share of last month's authors
    Inputs: Posts, comments, answers, reactions
    Minimum: 10 people, 5 of whom wrote; in a cohort also 5 who did not
    Reference: Read it as a trend.
    Source: Own definition
    """
    if facts.contributions is None or facts.contributed_before is None:
        return []
    before, now = facts.contributed_before, facts.contributions > 0
    cells = share_table(facts.roster, before & now, before, one_vote_each=True)
    return cells + _cohort_cells(facts, now)


def _cohort_cells(facts: Facts, now: Bools) -> list[Cell]:
    """Who of those that first wrote in a month writes in this one: one cell a cohort.

    Those who write contribute, and those who do not face them: a few of either are few people.
    """
    cells: list[Cell] = []
    if facts.cohort is None:
        return cells
    for at, name in enumerate(facts.cohorts):
        members = facts.cohort == at
        if members.any():
            wrote = now[members].astype(np.float64)
            cell = firm_cell(
                facts.roster,
                float(wrote.mean()),
                wrote,
                part="cohort",
                name=f"cohort:{name}",
                facing=side_of(1 - wrote),
            )
            cells.append(replace(cell, people=len(wrote)))
    return cells


@metric(
    "C6",
    Unit.SHARE,
    better=Better.LOWER,
    minimum=Minimum(contributors=10),
    amber=0.35,
    red=0.50,
    parts={"half": Unit.NUMBER},
)
def helpers_load(facts: Facts) -> list[Cell]:
    """Helpers are not overloaded.

    Question: Does help rest on few shoulders?
    Formula: Share of all answers given by the most helpful 5 % of helpers; and the smallest
        number of people who give half of the answers.
    Unit: Share of answers
    Inputs: Answers
    Minimum: 10 helpers
    Reference: 20 to 35 % from 3 to 5 % of people is usual; above 50 % is too much.
    Source: Cross, Rebele and Grant 2016
    """
    if facts.answers is None:
        return []
    given = facts.answers
    helpers = given[given > 0]
    return [
        firm_cell(facts.roster, share_of_top(helpers, 0.05), given),
        firm_cell(facts.roster, float(people_giving(helpers, 0.5)), given, part="half"),
    ]


@metric(
    "C7",
    Unit.NUMBER,
    better=Better.HIGHER,
    minimum=Minimum(contributors=10),
    parts={"response": Unit.SHARE, **dict.fromkeys(PULSE_DIMENSIONS, Unit.NUMBER)},
)
def sense_of_community(facts: Facts) -> list[Cell]:
    """Sense of community.

    Question: Do people feel that they belong?
    Formula: Mean of eight questions answered from 1 to 5 in an anonymous pulse, and of its four
        dimensions: needs, membership, influence, bond.
    Unit: Mean from 1 to 5
    Inputs: Anonymous pulse survey, each quarter
    Minimum: 10 answers and 30 % of those asked
    Reference: Read it as a trend; it is the only metric of the goal itself.
    Source: Brief Sense of Community Scale, Peterson and others 2008, reworded for a company
    """
    pulse = facts.pulse
    if pulse is None or not pulse.invited:
        return []
    response = pulse.sheets / pulse.invited
    votes = np.ones(pulse.voters)

    def cell(value: float, part: str) -> Cell:
        shown = value if response >= PULSE_RESPONSE else float("nan")
        return firm_cell(facts.roster, shown, votes, part=part)

    cells = [cell(pulse.mean(tuple(range(8))), ""), cell(response, "response")]
    return cells + [cell(pulse.mean(items), part) for part, items in PULSE_DIMENSIONS.items()]


@metric(
    "C8",
    Unit.SHARE,
    better=Better.HIGHER,
    parts={"members": Unit.SHARE},
    ratios={"": Ratio("known", "active", "active")},
)
def ambassador_reach(facts: Facts) -> list[Cell]:
    """Ambassador reach and stage of life.

    Question: Does everyone know an ambassador, and does the community carry itself?
    Formula: Active people with a mutual contact to a volunteer ambassador, out of all active
        people; and the share of posts and answers
        that do not come from the community team.
    Unit: Share of active people
    Inputs: Mutual contacts, list of ambassadors
    Minimum: 10 people, 5 of them active
    Reference: 70 to 78 % with 5 to 10 ambassadors among 154 people, 33 to 46 % with 10 to 20
        among 780; a community stands on its own when members write over half, matures over 90 %.
    Source: Measured on two organisations; FeverBee lifecycle
    """
    roster = facts.roster
    cells: list[Cell] = []
    if facts.ambassadors is not None and facts.ambassadors.any():
        near = covered(mutual_ties(facts.counts), np.flatnonzero(facts.ambassadors).tolist())
        active = active_people(facts.counts)
        cells += share_table(roster, near & active, active, one_vote_each=True)
    if facts.posts is not None and facts.community_team is not None:
        total = totals(roster, facts.posts)[-1]
        own = totals(roster, facts.posts * ~facts.community_team)[-1]
        value = float(own / total) if total else float("nan")
        cells.append(firm_cell(roster, value, facts.posts, part="members"))
    return cells
