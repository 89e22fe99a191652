"""Signs that something is wrong: comments that people reported, searches that find nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from social.activity.actions import company_day
from social.comments.models import Concern
from social.community.models import Item
from social.community.queue.rule import Finding, Line, Rule, Step

SEARCHED_TIMES = 3
SEARCHED_BY = 5  # people; fewer could be guessed
MOST_SEARCHES = 10

# Where somebody writes a guide from nothing: a name of an address and what it takes.
NEW_GUIDE: tuple[str, ...] = getattr(settings, "COMMUNITY_NEW_GUIDE", ())


def reported_comments(now: dt.datetime) -> Iterator[Finding]:
    """Comments with an open concern; who raised it is not repeated here."""
    rows = (
        Concern.objects.open()
        .order_by()
        .values_list("comment_id", "comment__page_id")
        .annotate(times=Count("pk"))
    )
    for comment, page, times in rows:
        data = {"count": times, "url": reverse("comments:permalink", args=[comment])}
        key = f"comment:{comment}"
        yield Finding(REPORTED.name, key, page, data, due_on=company_day(now))


REPORTED = Rule(
    name="reported",
    question=_("Which comments have been reported and not looked at?"),
    find=reported_comments,
    label=_("Reported comment"),
    icon="flag",
    line=Line(
        why=ngettext_lazy(
            "%(count)s person reported it.", "%(count)s people reported it.", "count"
        ),
        step=Step(_("Look at the comment")),
    ),
)


def searches_without_result(now: dt.datetime) -> Iterator[Finding]:
    """Searches of the last four weeks by several people that never found anything."""
    asked: Any = apps.all_models["search_page"].get("asked")
    if asked is None:  # a house without the search page
        return
    rows = (
        asked._default_manager.filter(day__gte=company_day(now) - dt.timedelta(days=28))
        .order_by()
        .values("query")
        .annotate(
            count=Sum("times"), found=Max("hits"), people=Count("marker", distinct=True),
            shown=Max("text"),
        )
        .filter(found=0, people__gte=SEARCHED_BY, count__gte=SEARCHED_TIMES)
        .order_by("-count")
    )  # fmt: skip
    for row in rows[:MOST_SEARCHES]:
        data = {"title": row["shown"], "count": row["count"]}
        key = f"{row['query'][:60]}:{company_day(now):%Y-%m}"
        yield Finding(FRUITLESS_SEARCH.name, key, None, data)


def where_to_write(item: Item) -> str:
    """The form of a new guide; empty where nobody offers one."""
    return reverse(NEW_GUIDE[0], args=NEW_GUIDE[1:]) if NEW_GUIDE else ""


FRUITLESS_SEARCH = Rule(
    name="search",
    question=_("What do several people search for and never find?"),
    find=searches_without_result,
    label=_("Search that finds nothing"),
    icon="search",
    line=Line(
        why=ngettext_lazy("Searched for %(count)s time.", "Searched for %(count)s times.", "count"),
        step=Step(_("Write what is missing"), url=where_to_write),
    ),
)
