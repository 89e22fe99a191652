"""Must-reads that are late, for the community manager's queue."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.reading.models import MustRead
from blog.reading.must_read import waiting_for
from social.community.queue.rule import Finding, Line, Rule, Step, register


def late_must_reads(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose day for confirming is over while people of the audience have not confirmed."""
    today = timezone.localdate(now)
    due = MustRead.objects.filter(due_on__lt=today, page__live=True)
    for row in due.select_related("page"):
        late = [day for day in waiting_for(row).values() if day < today]
        if late:
            key = f"page:{row.page_id}:{row.audience_id}"
            data = {"count": len(late)}
            yield Finding(LATE_MUST_READ.name, key, row.page_id, data, due_on=min(late))


LATE_MUST_READ = Rule(
    name="late",
    question=_("Which pages have not been confirmed by everybody in time?"),
    find=late_must_reads,
    label=_("Must-read running late"),
    icon="must-read",
    line=Line(
        # No number of people: from one day to the next it would tell of whoever did something.
        why=_("Not everybody has confirmed it in time. Who publishes the page sees who has."),
        step=Step(_("Look at the page")),
    ),
)


def register_rules() -> None:
    """Add the rules of this app to those of the queue. Called once, when the app is ready."""
    register(LATE_MUST_READ)
