"""Scheduled work of publishing."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from blog.care import remind_of_reviews
from blog.must_read import due_reminders
from blog.newsletters import due, send
from social.activity.messages import tell
from social.activity.models import Event, Verb


@task()
def remind() -> int:
    """Once a day: must-reads that are near or late, and reviews that are due. Safe to repeat."""
    today = timezone.localdate()
    told = 0
    for row, people in due_reminders(today):
        reminded = _reminded_today(row.page_id)
        for person in people:
            if person.pk in reminded:
                continue
            with transaction.atomic():
                title, due_on = row.page.title, row.due_on.isoformat()
                tell(person, "must-read", row.page, title=title, due_on=due_on)
            told += 1
    return told + remind_of_reviews(today)


def _reminded_today(page_id: int) -> set[int]:
    events = Event.objects.filter(
        verb=Verb.TOLD, page_id=page_id, day=timezone.localdate(), data__message="must-read"
    )
    return {pk for pk in events.values_list("target_id", flat=True) if pk}


@task()
def send_newsletters() -> int:
    """Every few minutes: what is due goes out. Safe to repeat."""
    return sum(send(newsletter) for newsletter in due())
