"""Tasks between colleagues that nobody did."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone

from social.community.nudges.findings import Finding, rule
from social.following.models import FollowUp

PATIENCE = dt.timedelta(days=7)


@rule("task")
def overdue_tasks(now: dt.datetime) -> Iterator[Finding]:
    """Pages with tasks that are a week overdue. Names nobody: it is about the page."""
    late = FollowUp.objects.overdue(now - PATIENCE).filter(kind=FollowUp.Kind.TASK, page__live=True)
    for row in (
        late.values("page").annotate(count=Count("pk"), first=Min("due_at")).order_by("first")
    ):
        day = timezone.localdate(row["first"])
        yield Finding(
            "task", f"page:{row['page']}", row["page"], {"count": row["count"]}, due_on=day
        )
