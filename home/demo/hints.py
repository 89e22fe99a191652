"""Hints of the past year in the demo company, and what came of them.

Made from the questions that really waited: the tenth that is held out and the others settle when
an answer came. Nothing says that hints helped here, and the page says so, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from social.analytics.period import Period
from social.analytics.record.questions import Asked, asked_during, first_answers
from social.community.models import Ambassador, Item, Nudge
from social.community.queue.questions import HELPER_WANTED, UNANSWERED
from social.community.queue.rule import Finding

MONTHS, LATEST = 12, timedelta(days=21)
ROUTED, ALERTED = timedelta(days=4), timedelta(days=12)  # about 24 and 72 working hours
GIVEN_UP = timedelta(days=60)
OUTCOMES = (Item.Outcome.HELPED, Item.Outcome.HELPED, Item.Outcome.NO_CHANGE, Item.Outcome.NOT_NEEDED)  # fmt: skip


def write_past_hints(rng: Random) -> int:
    """Hints to helpers about every question, lines of the queue about questions on pages."""
    today = timezone.localdate()
    past = Period(today - timedelta(days=30 * MONTHS), today - LATEST)
    asked = asked_during(past)
    answers = first_answers(asked)
    helpers = list(
        Ambassador.objects.filter(is_helper=True)
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )
    hints: list[Nudge] = []
    lines: list[Item] = []
    for question in asked:
        answered = answers.get(question.key)
        if helpers and _waited(question.at, answered, ROUTED):
            hints.append(_hint(question, answered, rng.choice(helpers)))
        if question.page and _waited(question.at, answered, ALERTED):
            lines.append(_line(question, answered, rng))
    Nudge.objects.bulk_create(hints)
    Item.objects.bulk_create(lines)
    return len(hints) + len(lines)


def _waited(asked: datetime, answered: datetime | None, long: timedelta) -> bool:
    return answered is None or answered - asked > long


def _hint(question: Asked, answered: datetime | None, helper: int) -> Nudge:
    over = answered or question.at + GIVEN_UP
    return Nudge(
        rule=HELPER_WANTED.name,
        key=question.key,
        person_id=helper,
        page_id=question.page,
        data={"hours": 24},
        held_out=Finding(HELPER_WANTED.name, question.key).held_out,
        sent_at=question.at + ROUTED,
        closed_at=over,
        settled_at=over,
    )


def _line(question: Asked, answered: datetime | None, rng: Random) -> Item:
    over = answered or question.at + GIVEN_UP
    held_out = Finding(UNANSWERED.name, question.key).held_out
    acted = not held_out and rng.random() < 0.6
    return Item(
        rule=UNANSWERED.name,
        key=question.key,
        page_id=question.page,
        data={"hours": 80},
        held_out=held_out,
        state=Item.State.DONE if acted else Item.State.SOLVED,
        outcome=rng.choice(OUTCOMES) if acted else "",
        created_at=question.at + ALERTED,
        due_on=timezone.localdate(question.at + ALERTED),
        acted_at=over if acted else None,
        resolved_at=over,
        settled_at=over,
    )
