"""Scheduled work of reading."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from blog.reading import reminding
from ground.queues.steps import Steps


def remind_of_must_reads() -> int:
    return reminding.remind_of_must_reads(timezone.localdate())


REMINDING = Steps("remind", _("Reminders of must-reads"), remind_of_must_reads)


@task()
def remind() -> int:
    """Once a day: must-reads that are near or late. Safe to repeat."""
    return REMINDING.run()


@task()
def ask_again(page_id: int) -> int:
    """After a material change: those who had been asked hear at once. Safe to repeat."""
    return reminding.ask_again(page_id)
