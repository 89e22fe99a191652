"""Scheduled work of publishing."""

import logging

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from blog.care import remind_of_reviews
from blog.models import PageVersion
from blog.must_read import due_reminders, rows_asked_before, version_of, waiting_for
from blog.newsletters import due, send
from blog.search import reindex_overdue
from social.activity.messages import tell
from social.activity.models import Event, Verb
from social.people.models import User

logger = logging.getLogger("blog.tasks")


@task()
def remind() -> int:
    """Once a day: must-reads that are near or late, and reviews that are due. Safe to repeat."""
    today = timezone.localdate()
    reminded: set[tuple[int, int]] = set()
    for row, days in due_reminders(today):
        for person in User.objects.filter(pk__in=days).order_by("pk"):
            if (row.page_id, person.pk) in reminded:
                continue
            title, due_on = row.page.title, days[person.pk].isoformat()
            with transaction.atomic():
                tell(person, "must-read", row.page, title=title, due_on=due_on)
            reminded.add((row.page_id, person.pk))
    told = remind_of_reviews(today)
    reindex_overdue(today)
    return len(reminded) + told


@task()
def ask_again(page_id: int) -> int:
    """After a material change: those who had been asked hear at once. Safe to repeat.

    Whoever is asked for the first time by this very publication is not asked *again*.
    """
    told = 0
    for row in rows_asked_before(page_id):
        version = version_of(row.page)
        note = PageVersion.objects.get(page_id=page_id, number=version).note
        heard = Event.objects.filter(
            verb=Verb.TOLD,
            page_id=page_id,
            data__message="must-read-again",
            data__version=version,
        )
        known = set(heard.values_list("target_id", flat=True))
        days = waiting_for(row)
        for person in User.objects.filter(pk__in=days).exclude(pk__in=known).order_by("pk"):
            with transaction.atomic():
                tell(
                    person,
                    "must-read-again",
                    row.page,
                    title=row.page.title,
                    due_on=days[person.pk].isoformat(),
                    note=note,
                    version=version,
                )
            told += 1
    return told


@task()
def send_newsletters() -> int:
    """Every few minutes: what is due goes out; one that fails goes on at the next run and holds
    up no other. Safe to repeat."""
    sent = 0
    for newsletter in due():
        try:
            sent += send(newsletter)
        except Exception:
            logger.exception("newsletter %s stopped half-way", newsletter.pk)
    return sent
