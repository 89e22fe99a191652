"""Answers worth a guide, and guides that have grown old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.models import Page

from ground import stored
from social.activity.actions import company_day
from social.activity.models import Verb
from social.analytics.models import ReaderCount
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.record.readers import NAMED_VIEWS_DAYS
from social.community.models import Item
from social.community.queue.helpers import ANSWERS_BACK
from social.community.queue.rule import Finding, Hint, Line, Rule, Step

READ_BY = 20
STALE_AFTER = dt.timedelta(days=365)
STALE_READERS = 10

# The page on which a solved conversation becomes a guide: the room above names it.
GUIDE_FROM: str = getattr(settings, "COMMUNITY_GUIDE_FROM", "")


def turn_into_guide(now: dt.datetime) -> Iterator[Finding]:
    """A solved question that more than twenty people read, and no guide says it yet."""
    accepted = (
        events.during(Period.last_days(now, ANSWERS_BACK))
        .filter(verb=Verb.ANSWER_ACCEPTED, page__isnull=False, page__live=True)
        .order_by("pk")
        .values_list("page_id", "page__owner_id", "subject_kind", "subject_id")
    )
    solved = {page: owner for page, owner, *_ in accepted}
    answer = {page: one for page, _, kind, one in accepted if kind == "comment"}
    told = guides_written_from(solved)
    open_ = [page for page in solved if page not in told]
    for page, readers in ReaderCount.objects.filter(page_id__in=open_).people().items():
        if readers > READ_BY:
            author = (solved[page],) if solved[page] else ()
            data: dict[str, int | None] = {"readers": readers}
            if page in answer:
                data["comment"] = answer[page]
            yield Finding(GUIDE_WANTED.name, f"question:{page}", page, data, author)


def guides_written_from(pages: Iterable[int]) -> set[int]:
    """Questions that have become a guide, where guides remember what they were written from."""
    kind = events.page_type("guide")
    model = kind.model_class() if kind else None
    if model is None or not hasattr(model, "written_from"):
        return set()
    rows = model._default_manager.filter(written_from__in=list(pages), live=True)
    return set(rows.values_list("written_from", flat=True))


def where_to_write(item: Item) -> str:
    """The form that starts with the accepted answer; empty where nobody offers one."""
    if not GUIDE_FROM or "comment" not in item.data:
        return ""
    return reverse(GUIDE_FROM, args=stored.numbers(item.data["comment"])[:1] or [0])


GUIDE_WANTED = Rule(
    name="guide-wanted",
    question=_("Which solved questions do many read, though no guide says it yet?"),
    find=turn_into_guide,
    label=_("An answer that could be a guide"),
    icon="guide",
    line=Line(
        why=_("Solved, read by more than twenty people, and no guide says it yet."),
        step=Step(_("Write the guide"), url=where_to_write),
    ),
    hint=Hint(
        why=_("Your solved question was read by many. Would you turn it into a guide?"),
        told=_("“%(title)s” is solved and read by many. Would you turn it into a guide?"),
    ),
)


def stale_guides(now: dt.datetime) -> Iterator[Finding]:
    """A guide that people still read has not been touched for a year."""
    kind = events.page_type("guide")
    old = Page.objects.live().filter(
        content_type=kind, last_published_at__lt=now - STALE_AFTER, locale__isnull=False
    )
    # As long as views have their names, people can be counted, however often they come back.
    today = company_day(now)
    lately = events.during(Period(today - dt.timedelta(days=NAMED_VIEWS_DAYS), today))
    rows = (
        lately.filter(verb=Verb.VIEWED, page__in=old, actor__isnull=False)
        .order_by()
        .values_list("page_id", "page__last_published_at")
        .annotate(readers=Count("actor", distinct=True))
    )
    for page, touched, readers in rows.filter(readers__gte=STALE_READERS):
        data = {"readers": readers, "days": (now - touched).days}
        yield Finding(STALE_GUIDE.name, f"guide:{page}:{today:%Y-%m}", page, data)


STALE_GUIDE = Rule(
    name="stale",
    question=_("Which guides do people still read that nobody has touched for a year?"),
    find=stale_guides,
    label=_("Stale guide"),
    icon="guide",
    line=Line(
        why=ngettext_lazy(
            "Not touched for %(days)s day, and people still read it.",
            "Not touched for %(days)s days, and people still read it.",
            "days",
        ),
        step=Step(_("Check the guide")),
    ),
)
