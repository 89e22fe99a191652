"""Mails that other rooms write: each kind is registered by the app that knows what it says.

An upper app queues a row (`queue`) and registers who writes it (`register`); it is written at the
moment of sending, for its reader, as things are then.
"""

from collections.abc import Callable, Iterable

from django.core.mail import EmailMultiAlternatives

from social.notifications.models import Mail, Occasion
from social.people.models import User

Writer = Callable[[Mail, str], EmailMultiAlternatives | None]
BATCH = 500

# The row of the preferences that stops a kind. Each is bulk mail: it carries one-click unsubscribe.
OCCASIONS = {Mail.Kind.NEWSLETTER: Occasion.NEWSLETTER, Mail.Kind.QUEUE: Occasion.QUEUE}
_writers: dict[str, Writer] = {}


def register(kind: Mail.Kind, writer: Writer) -> None:
    """`writer(mail, unsubscribe_url)` makes the message, or None when nothing is left to tell."""
    _writers[kind] = writer


def writers() -> dict[str, Writer]:
    return dict(_writers)


def writer_of(mail: Mail) -> Writer | None:
    return _writers.get(mail.kind)


def queue(kind: Mail.Kind, key: str, people: Iterable[User], about_id: int | None = None) -> int:
    """A mail to each of these people, once for this key however often it is asked for.

    Returns how many were asked for, new or not. The key and the person name the mail.
    """
    mails = [
        Mail(kind=kind, key=f"{key}-{person.pk}", person=person, about_id=about_id)
        for person in people
    ]
    Mail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=BATCH)
    return len(mails)
