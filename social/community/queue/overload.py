"""Topics in which few people give most of the answers, and helpers who help too much."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from social.activity.actions import company_day
from social.analytics.period import Period
from social.analytics.record import events
from social.community.queue.helpers import topics_of
from social.community.queue.rule import Data, Draft, Finding, Hint, Line, Rule, Step

MONTH, USUAL_MONTHS, USUAL_TIMES = dt.timedelta(days=28), 6, 3
# A topic with fewer answers in a month says nothing about who carries it.
TOPIC_SHARE, TOPIC_ANSWERS = 0.15, 10


def overloaded_helpers(now: dt.datetime) -> Iterator[Finding]:
    """Much more help than usual: the helper may mute or share; the topic needs more helpers."""
    today = company_day(now)
    month = Period.month(today).label
    if events.page_type("question") is None:
        return
    lately = Period(today - MONTH, today)
    recent = _answers(lately)
    usual = _answers(Period(lately.start - USUAL_MONTHS * MONTH, lately.start))
    given: Counter[int] = Counter()
    before: Counter[int] = Counter()
    for rows, total in ((recent, given), (usual, before)):
        for (person, _page), times in rows.items():
            total[person] += times
    for person, times in given.items():
        if times > USUAL_TIMES * max(before[person] / USUAL_MONTHS, 1):
            key, data = f"{person}:{month}", {"given": times}
            yield Finding(FEW_HELPERS.name, key, None, data, (person,), queue=False)
    yield from _narrow_topics(recent, month)


def _answers(period: Period) -> dict[tuple[int, int], int]:
    """Answers to others' questions by (person, page)."""
    kind = events.page_type("question")
    rows = (
        events.during(period)
        .filter(verb__in=events.SPOKEN, page__content_type=kind, actor__isnull=False)
        .exclude(page__owner_id=F("actor_id"))
        .order_by()
        .values_list("actor_id", "page_id")
        .annotate(n=Count("*"))
    )
    return {(person, page): times for person, page, times in rows if person and page}


def _narrow_topics(answers: dict[tuple[int, int], int], month: str) -> Iterator[Finding]:
    """Topics in which somebody gave too much of last month's answers; only the topic is named."""
    topics: dict[int, Counter[int]] = defaultdict(Counter)
    of_page = topics_of({page for _, page in answers})
    for (person, page), times in answers.items():
        for topic in of_page.get(page, ()):
            topics[topic][person] += times
    for topic, given in topics.items():
        total = given.total()
        if total < TOPIC_ANSWERS:
            continue
        loaded = [person for person, times in given.items() if times > TOPIC_SHARE * total]
        if loaded:
            yield Finding(FEW_HELPERS.name, f"topic:{topic}:{month}", None, {"topic": topic})
        for person in loaded:
            key, data = f"{person}:{month}", {"topic": topic}
            yield Finding(FEW_HELPERS.name, key, None, data, (person,), queue=False)


def _topic(data: Data) -> str:
    return str(data["topic"] or _("Help rests on few shoulders"))


def _topic_or_thanks(data: Data) -> str:
    return str(data["topic"] or _("You help a lot at the moment"))


FEW_HELPERS = Rule(
    name="few-helpers",
    question=_("In which topics does one person give a large share of the answers?"),
    find=overloaded_helpers,
    label=_("Help rests on few shoulders"),
    icon="shield",
    line=Line(
        title=_topic,
        why=_(
            "One person gives a large share of the answers in this topic. It needs more helpers."
        ),
        step=Step(_("Ask for more helpers")),
        draft=Draft(
            _("Who knows something about “%(topic)s”?"),
            _(
                "Few people answer most questions about “%(topic)s”. If you know a part of it, "
                "follow the topic and tick “ask me when a question stays open” under “My part in "
                "the community”. You will hear of two questions a week at most."
            ),
        ),
    ),
    hint=Hint(
        title=_topic_or_thanks,
        why=_(
            "You give much more help than usual. Share the topic with others, or mute hints for a "
            "while."
        ),
        told=_("You help a lot at the moment. Would you like to share that?"),
    ),
    about_people=True,
)
