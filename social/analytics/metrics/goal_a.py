"""Goal A: free employees from inefficient communication."""

from __future__ import annotations

import numpy as np

from social.analytics.analysis.statistics import survival_quantile
from social.analytics.metrics.facts import Facts
from social.analytics.metrics.registry import Better, Unit, metric
from social.analytics.metrics.tables import by_department, per_person, share_table, table
from social.analytics.suppression import Cell, Minimum

ANSWER_HOURS = 72
LEAST_READERS = 10


@metric(
    "A1",
    Unit.SHARE,
    better=Better.HIGHER,
    minimum=Minimum(contributors=10),
    amber=0.80,
    red=0.60,
)
def answered_questions(facts: Facts) -> list[Cell]:
    """Answered questions.

    Question: Do people get an answer?
    Formula: Questions answered by someone else within 72 working hours, out of all questions that
        became 72 working hours old in the month.
    Unit: Share of questions
    Inputs: Questions and answers
    Minimum: 10 people who asked
    Reference: Around 60 % of people who start a thread elsewhere get a reply; below 80 % look
        closer, below 60 % act.
    Source: Burke and others 2007; Joyce and Kraut 2006
    """
    if facts.questions is None:
        return []
    size = len(facts.roster)
    in_time = facts.questions.answered_after <= ANSWER_HOURS
    asker = facts.questions.asker
    return share_table(facts.roster, per_person(asker, size, in_time), per_person(asker, size))


@metric(
    "A2",
    Unit.HOURS,
    better=Better.LOWER,
    minimum=Minimum(contributors=10, items=20),
    parts={"p90": Unit.HOURS},
)
def time_to_first_answer(facts: Facts) -> list[Cell]:
    """Time to first answer.

    Question: How long do people wait for an answer?
    Formula: The working hours after which half (and nine in ten) of the questions have a first
        answer; questions still open count as waiting (Kaplan-Meier).
    Unit: Working hours
    Inputs: Questions and answers
    Minimum: 10 people who asked, 20 questions
    Reference: The target set in the room; in the e-mail of two organisations half were answered
        after one day and after three to four days.
    Source: Kaplan and Meier 1958; measured on two organisations
    """
    questions, roster = facts.questions, facts.roster
    if questions is None:
        return []
    ended = ~np.isnan(questions.answered_after)
    waited = np.where(ended, questions.answered_after, questions.open_for)
    groups = by_department(roster, questions.asker)
    volume = per_person(questions.asker, len(roster))
    cells: list[Cell] = []
    for part, share in (("", 0.5), ("p90", 0.9)):
        values = [survival_quantile(waited[group], ended[group], share) for group in groups]
        cells += table(roster, np.array(values), volume, part=part)
    return cells


@metric("A3", Unit.SHARE, better=Better.HIGHER)
def solved_questions(facts: Facts) -> list[Cell]:
    """Solved questions.

    Question: Is it the right answer?
    Formula: Questions with an accepted answer or a "helped me" within 14 days, out of all that
        became 14 days old in the month.
    Unit: Share of questions
    Inputs: Accepted answers, reactions to answers
    Minimum: 10 people, 5 of whom asked
    Reference: No norm was found; read it as a trend.
    Source: Own definition
    """
    if facts.solutions is None:
        return []
    size, asker = len(facts.roster), facts.solutions.asker
    return share_table(
        facts.roster, per_person(asker, size, facts.solutions.solved), per_person(asker, size)
    )


@metric("A4", Unit.NUMBER, better=Better.HIGHER)
def answer_reuse(facts: Facts) -> list[Cell]:
    """Answer reuse.

    Question: Does one answer serve many?
    Formula: Median number of different people who read a solved question or a guide 28 to 90 days
        after it was solved or published, without those who took part.
    Unit: Readers
    Inputs: Weekly reader counts (no names)
    Minimum: 10 people, 5 authors, 10 readers
    Reference: Read it as a trend.
    Source: Own definition
    """
    if facts.reuse is None:
        return []
    groups = by_department(facts.roster, facts.reuse.author)
    readers = [facts.reuse.readers[group] for group in groups]
    values = [float(np.median(r)) if r.sum() >= LEAST_READERS else float("nan") for r in readers]
    volume = per_person(facts.reuse.author, len(facts.roster))
    return table(facts.roster, np.array(values), volume)


@metric("A5", Unit.NUMBER, better=Better.LOWER, parts={"opened": Unit.SHARE})
def notification_load(facts: Facts) -> list[Cell]:
    """Notification load.

    Question: Are we shouting?
    Formula: Notifications per person and week (the median person), posts to many included; and
        the share opened within 7 days of those whose 7th day fell in the month.
    Unit: Notifications a week
    Inputs: Notifications and whether they were opened
    Minimum: 10 people who received any
    Reference: Look closer when a quarter above the median of the two months before.
    Source: Own definition
    """
    roster, notices = facts.roster, facts.notices
    if notices is None:
        return []
    weekly = notices / facts.weeks
    groups = by_department(roster, np.arange(len(roster)))
    values = [float(np.median(weekly[g])) if len(g) else float("nan") for g in groups]
    cells = table(roster, np.array(values), notices, one_vote_each=True)
    if facts.notices_opened is not None and facts.notices_ripe is not None:
        cells += share_table(roster, facts.notices_opened, facts.notices_ripe, part="opened")
    return cells
