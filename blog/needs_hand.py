"""What pages need from somebody, for the community manager's queue."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from blog.models import Acknowledgement, MustRead, Review
from social.community.nudges.findings import Finding, rule
from social.people.models import AudienceMember


def register() -> None:
    """Add the rules of this room to those of the queue. Called once, when the app is ready."""
    rule("late")(late_must_reads)
    rule("review")(overdue_reviews)


def late_must_reads(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose day for confirming is over while people of the audience have not confirmed."""
    today = timezone.localdate(now)
    due = MustRead.objects.filter(due_on__lt=today, page__live=True)
    for page, audience, day in due.values_list("page_id", "audience_id", "due_on"):
        confirmed = Acknowledgement.objects.filter(page_id=page, person=OuterRef("person"))
        members = AudienceMember.objects.filter(audience_id=audience, person__is_active=True)
        late = members.filter(~Exists(confirmed)).aggregate(n=Count("pk"))["n"]
        if late:
            yield Finding("late", f"page:{page}:{audience}", page, {"count": late}, due_on=day)


def overdue_reviews(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose review is overdue."""
    today = timezone.localdate(now)
    rows = Review.objects.filter(next_on__lt=today, page__live=True)
    for page, day in rows.values_list("page_id", "next_on"):
        data = {"days": (today - day).days if day else 0}
        yield Finding("review", f"page:{page}:{day}", page, data, due_on=day)
