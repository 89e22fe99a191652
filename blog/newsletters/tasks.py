"""Scheduled work of newsletters."""

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from blog.newsletters.sending import due, send
from ground.queues.queue import Queue


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
