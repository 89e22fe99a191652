"""Tasks between colleagues that nobody did."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from social.community.queue.rule import Finding, Line, Rule, Step
from social.following.models import FollowUp

PATIENCE = dt.timedelta(days=7)


def overdue_tasks(now: dt.datetime) -> Iterator[Finding]:
    """Pages with tasks that are a week overdue. Names nobody: it is about the page."""
    late = FollowUp.objects.overdue(now - PATIENCE).filter(kind=FollowUp.Kind.TASK, page__live=True)
    for row in (
        late.values("page").annotate(count=Count("pk"), first=Min("due_at")).order_by("first")
    ):
        day = timezone.localdate(row["first"])
        key, data = f"page:{row['page']}", {"count": row["count"]}
        yield Finding(OVERDUE_TASKS.name, key, row["page"], data, due_on=day)


OVERDUE_TASKS = Rule(
    name="task",
    question=_("On which pages have tasks been overdue for more than a week?"),
    find=overdue_tasks,
    label=_("Overdue tasks"),
    icon="task",
    line=Line(
        why=ngettext_lazy(
            "%(count)s task has been overdue for more than a week.",
            "%(count)s tasks have been overdue for more than a week.",
            "count",
        ),
        step=Step(_("Look at the tasks")),
    ),
)
