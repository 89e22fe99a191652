"""Scheduled work of care."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from blog.care import reviews, search
from ground.queues.steps import Steps


def remind_of_reviews() -> int:
    return reviews.remind_of_reviews(timezone.localdate())


def reindex_overdue() -> None:
    search.reindex_overdue(timezone.localdate())


REMINDING = Steps("remind-care", _("Reminders of reviews"), remind_of_reviews, reindex_overdue)


@task()
def remind() -> int:
    """Once a day: reviews that are due. Safe to repeat."""
    return REMINDING.run()
