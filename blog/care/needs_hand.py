"""Reviews that are overdue, for the community manager's queue."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from blog.care.models import Review
from social.community.queue.rule import Finding, Line, Rule, Step, register


def overdue_reviews(now: dt.datetime) -> Iterator[Finding]:
    """Pages whose review is overdue."""
    today = timezone.localdate(now)
    rows = Review.objects.filter(next_on__lt=today, page__live=True)
    for page, day in rows.values_list("page_id", "next_on"):
        data = {"days": (today - day).days if day else 0}
        yield Finding(OVERDUE_REVIEW.name, f"page:{page}:{day}", page, data, due_on=day)


OVERDUE_REVIEW = Rule(
    name="review",
    question=_("Of which pages is the review overdue?"),
    find=overdue_reviews,
    label=_("Review overdue"),
    icon="history",
    line=Line(
        why=ngettext_lazy(
            "Its review has been due for %(days)s day.",
            "Its review has been due for %(days)s days.",
            "days",
        ),
        step=Step(_("Check the page")),
    ),
)


def register_rules() -> None:
    """Add the rule of this app to those of the queue. Called once, when the app is ready."""
    register(OVERDUE_REVIEW)
