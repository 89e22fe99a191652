"""Questions without an answer: helpers hear first, then the author and the community manager."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from social.activity.actions import company_day
from social.analytics.period import Period
from social.analytics.record.calendar import local, working_time
from social.analytics.record.questions import Asked, asked_during, first_answers
from social.community.messages import tell_of_hints
from social.community.models import Item, Mute, Nudge, RoomSettings
from social.community.queue.helpers import (
    answered_topics,
    helpers_for,
    hints_this_week,
    topics_of,
    volunteer_helpers,
)
from social.community.queue.rule import Finding, Hint, HoldOut, Limits, Line, Rule, Step
from social.community.refused import Refused
from social.people.models import User

HINTS_A_WEEK = 2
ROUTE_AFTER, ALERT_AFTER = 24, 72  # working hours
LOOK_BACK = dt.timedelta(days=60)


def waiting_questions(now: dt.datetime) -> list[tuple[Asked, float]]:
    """Questions of the last 60 days without an answer, with the working hours they waited."""
    found = asked_during(Period.last_days(now, LOOK_BACK))
    answered = first_answers(found)
    open_ = [q for q in found if q.page and q.asker and q.key not in answered]
    clock = working_time().clock
    waited = clock(local([now]))[0] - clock(local(question.at for question in open_))
    return list(zip(open_, waited.tolist(), strict=True))


def route_to_helpers(now: dt.datetime) -> Iterator[Finding]:
    """A question open for 24 working hours goes to volunteers who answered in its topic."""
    open_ = [(q, hours) for q, hours in waiting_questions(now) if hours >= ROUTE_AFTER]
    if not open_:
        return
    known = answered_topics(volunteer_helpers(), now)
    topics = topics_of(question.page or 0 for question, _ in open_)
    load = hints_this_week(HELPER_WANTED, now)
    keys = [question.key for question, _ in open_]
    hints = Nudge.objects.filter(rule=HELPER_WANTED.name, key__in=keys)
    told = set(hints.values_list("key", flat=True))
    for question, hours in open_:
        chosen: list[int] = []
        if question.key not in told:
            able = helpers_for(topics.get(question.page or 0, set()), question.asker or 0, known)
            chosen = [one for one in able if not HELPER_WANTED.is_enough(load[one])]
            load.update(chosen)
        data = {"hours": round(hours)}
        yield Finding(
            HELPER_WANTED.name, question.key, question.page, data, tuple(chosen), queue=False
        )


HELPER_WANTED = Rule(
    name="helper-wanted",
    question=_(
        "Which questions have waited for 24 working hours, and which volunteers could answer?"
    ),
    find=route_to_helpers,
    label=_("A question waits for a helper"),
    icon="question",
    hint=Hint(
        why=_(
            "You have answered about this before. Can you help? It has been open for %(hours)s "
            "working hours."
        ),
        told=_("A question that you could answer waits: “%(title)s”."),
    ),
    about_people=True,
    holds_out=HoldOut.HINTS,
    limits=Limits(a_week=HINTS_A_WEEK),
)


def alert_about_question(now: dt.datetime) -> Iterator[Finding]:
    """A question open for 72 working hours comes to its author and into the queue."""
    for question, hours in waiting_questions(now):
        if hours >= ALERT_AFTER and question.asker:
            data = {"hours": round(hours)}
            due = company_day(now)
            asker = (question.asker,)
            yield Finding(UNANSWERED.name, question.key, question.page, data, asker, due_on=due)


def ask_helpers(item: Item, manager: User) -> int:
    """Hint the question at volunteer helpers now; returns how many were asked.

    Raises Refused when the line is about something else.
    """
    if item.rule != UNANSWERED.name or item.page_id is None:
        raise Refused(gettext("Only a question can be put to helpers."))
    if not RoomSettings.load().people_parts:
        raise Refused(gettext("In this company the parts about people are switched off."))
    now = timezone.now()
    known = answered_topics(volunteer_helpers(), now)
    asker = item.page.owner_id if item.page else 0
    chosen = helpers_for(topics_of([item.page_id]).get(item.page_id, set()), asker or 0, known)
    muted = Mute.objects.filter(rule=HELPER_WANTED.name, person__in=chosen)
    silent = set(muted.values_list("person_id", flat=True))
    load, asked = hints_this_week(HELPER_WANTED, now), 0
    for person in chosen:
        if person in silent or HELPER_WANTED.is_enough(load[person]):
            continue
        hint, created = Nudge.objects.get_or_create(
            rule=HELPER_WANTED.name,
            key=item.key,
            person_id=person,
            defaults={"page_id": item.page_id, "data": item.data},
        )
        if created:
            tell_of_hints([hint])
        asked += created
    return asked


UNANSWERED = Rule(
    name="unanswered",
    question=_("Which questions has nobody answered for 72 working hours?"),
    find=alert_about_question,
    label=_("Unanswered question"),
    icon="question",
    line=Line(
        why=ngettext_lazy(
            "No answer for %(hours)s working hour.",
            "No answer for %(hours)s working hours.",
            "hours",
        ),
        step=Step(
            _("Ask a volunteer helper"),
            name="ask",
            do=ask_helpers,
            done=ngettext_lazy("%(n)s helper was asked.", "%(n)s helpers were asked.", "n"),
            about_people=True,
            otherwise=_("Look at the question"),
        ),
    ),
    hint=Hint(
        why=_("Nobody has answered yet. Other words, a topic or a mention often help."),
        told=_("“%(title)s” has no answer yet. Other words, a topic or a mention often help."),
    ),
    holds_out=HoldOut.LINES,
)
