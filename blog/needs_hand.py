"""What pages need from somebody, for the community manager's queue."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from blog.models import MustRead, Review
from blog.must_read import waiting_for
from social.community.nudges.findings import Finding, rule


def register() -> None:
    """Add the rules of this room to those of the queue. Called once, when the app is ready."""
    rule("late")(late_must_reads)
    rule("review")(overdue_reviews)


def late_must_reads(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose day for confirming is over while people of the audience have not confirmed."""
    today = timezone.localdate(now)
    due = MustRead.objects.filter(due_on__lt=today, page__live=True)
    for row in due.select_related("page"):
        late = [day for day in waiting_for(row).values() if day < today]
        if late:
            key = f"page:{row.page_id}:{row.audience_id}"
            yield Finding("late", key, row.page_id, {"count": len(late)}, due_on=min(late))


def overdue_reviews(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose review is overdue."""
    today = timezone.localdate(now)
    rows = Review.objects.filter(next_on__lt=today, page__live=True)
    for page, day in rows.values_list("page_id", "next_on"):
        data = {"days": (today - day).days if day else 0}
        yield Finding("review", f"page:{page}:{day}", page, data, due_on=day)
