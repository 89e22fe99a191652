"""What waits for leaders: questions to the board, and what was put to one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from social.activity.actions import company_day
from social.activity.models import Event
from social.analytics.metrics.goal_b import REPLY_HOURS
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.record.calendar import local, working_time
from social.analytics.record.leaders import unanswered_by_leaders
from social.analytics.record.questions import asked_during
from social.community.messages import remind_leader, was_reminded
from social.community.models import Item
from social.community.queue.questions import LOOK_BACK
from social.community.queue.rule import Finding, Hint, Line, Rule, Step
from social.community.refused import Refused
from social.people.models import User
from social.subjects.access import readers_of_version

REMIND_AGAIN = dt.timedelta(days=7)


def question_to_board(now: dt.datetime) -> Iterator[Finding]:
    """A question to the board without a leader's word after five working days."""
    leaders = User.objects.filter(level__is_board=True).values("pk")
    asked = asked_during(Period.last_days(now, LOOK_BACK))
    found = {q.page: q.at for q in asked if q.kind == "page" and q.page}
    spoken = set(
        Event.objects.filter(
            verb__in=events.SPOKEN, page_id__in=list(found), actor__in=leaders
        ).values_list("page_id", flat=True)
    )
    clock = working_time().clock
    for page in Page.objects.filter(pk__in=found).specific():
        if getattr(page, "to_leadership", False) and page.pk not in spoken:
            hours = np.diff(clock(local([found[page.pk], now])))[0]
            if hours >= REPLY_HOURS:
                data = {"days": round(hours / working_time().day)}
                key, due = f"question:{page.pk}", company_day(now)
                yield Finding(QUESTION_TO_BOARD.name, key, page.pk, data, due_on=due)


def remind_board(item: Item, manager: User) -> int:
    """Tell whom a question is addressed to, else the board, that it waits; returns how many heard.

    Raises Refused when the line is about something else or they were reminded within a week.
    """
    if item.rule != QUESTION_TO_BOARD.name or item.page is None:
        raise Refused(gettext("Only of a question to the board can the board be reminded."))
    if was_reminded(item.page.pk, timezone.now() - REMIND_AGAIN):
        raise Refused(gettext("The board was reminded of this less than a week ago."))
    leaders = User.objects.active().filter(level__is_board=True)
    addressed = getattr(item.page.specific, "addressed_to_id", None)
    if addressed and (named := User.objects.active().filter(pk=addressed)):
        leaders = named
    able = list(readers_of_version(item.page, leaders))
    if not able:
        raise Refused(gettext("None of them may see this question."))
    for leader in able:
        remind_leader(leader, manager, item.page)
    return len(able)


QUESTION_TO_BOARD = Rule(
    name="board",
    question=_("Which questions to the board has no leader answered for five working days?"),
    find=question_to_board,
    label=_("Question to the board"),
    icon="org",
    line=Line(
        why=ngettext_lazy(
            "No leader has answered for %(days)s working day.",
            "No leader has answered for %(days)s working days.",
            "days",
        ),
        step=Step(
            _("Remind the board"),
            name="remind",
            do=remind_board,
            done=ngettext_lazy("%(n)s leader was reminded.", "%(n)s leaders were reminded.", "n"),
        ),
    ),
)


def leaders_inbox(now: dt.datetime) -> Iterator[Finding]:
    """A leader with something unanswered for five working days hears of it, weekly and alone."""
    year, week, _ = company_day(now).isocalendar()
    for leader, pages in unanswered_by_leaders(now).items():
        data = {"pages": pages[:20], "count": len(pages)}
        key = f"{leader}:{year}-{week}"
        yield Finding(LEADER_AWAITED.name, key, None, data, (leader,), queue=False)


LEADER_AWAITED = Rule(
    name="leader-awaited",
    question=_("Which leaders have left something unanswered for five working days?"),
    find=leaders_inbox,
    label=_("Waiting for a leader"),
    icon="inbox",
    hint=Hint(
        title=_("People wait for a word from you"),
        why=_("Answer, hand on or say thanks. Only you see this."),
        told=_("People wait for a word from you."),
    ),
    about_people=True,
)
