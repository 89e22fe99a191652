"""What migrations have put right waits where administrators look: trying again means "I have seen it"."""

from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from ground.typed.mending import QUEUE


def _seen(key: str) -> None:
    """Nothing is left to do."""


MENDED = Queue(QUEUE, _("Values that were put right"), again=_seen)
