"""What the rooms below report: comments that people flagged, searches that find nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Sum
from django.urls import reverse

from social.activity.actions import company_day
from social.comments.models import Concern
from social.community.nudges.findings import Finding, rule

SEARCHED_TIMES = 3
SEARCHED_BY = 5  # people; fewer could be guessed
MOST_SEARCHES = 10


@rule("reported")
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
        yield Finding("reported", f"comment:{comment}", page, data, due_on=company_day(now))


@rule("search")
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
        yield Finding("search", key, None, data)
