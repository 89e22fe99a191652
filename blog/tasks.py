"""Scheduled work of publishing."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from blog import care, reminding, search
from blog.newsletters import due, send
from blog.polling import tell_results
from ground.queues.queue import Queue
from ground.queues.steps import Steps


def remind_of_must_reads() -> int:
    return reminding.remind_of_must_reads(timezone.localdate())


def remind_of_reviews() -> int:
    return care.remind_of_reviews(timezone.localdate())


def reindex_overdue() -> None:
    search.reindex_overdue(timezone.localdate())


REMINDING = Steps(
    "remind", _("Daily reminders"), remind_of_must_reads, remind_of_reviews, reindex_overdue
)


@task()
def remind() -> int:
    """Once a day: must-reads that are near or late, and reviews that are due. Safe to repeat."""
    return REMINDING.run()


@task()
def tell_poll_results() -> int:
    """Results of anonymous polls that have closed. Safe to repeat."""
    return tell_results()


@task()
def ask_again(page_id: int) -> int:
    """After a material change: those who had been asked hear at once. Safe to repeat."""
    return reminding.ask_again(page_id)


@task()
def send_newsletters() -> int:
    """Every few minutes: what is due goes out; one that fails is set aside, goes on at the next
    run and holds up no other. Safe to repeat."""
    sent: list[int] = []
    SENDING.each(due(), lambda newsletter: sent.append(send(newsletter)), atomic=False)
    return sum(sent)


def _send_again(key: str) -> None:
    if key.isdecimal():
        for newsletter in due().filter(pk=int(key)):
            send(newsletter)


SENDING = Queue("newsletter", _("Sending newsletters"), again=_send_again, always=True)
