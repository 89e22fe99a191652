"""Django's mail goes into the outbox: whoever calls `send_mail` neither waits nor loses it.

Passwords, Wagtail's workflow and whatever a package writes is kept as it is, one row for each
recipient, so that one refused address stops no other, and the worker sends it.
"""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction

from social.notifications.addresses import message_id
from social.notifications.mail.content import kept
from social.notifications.models import Mail
from social.people.models import User


class OutboxBackend(BaseEmailBackend):
    """`EMAIL_BACKEND` of the house; `RYNEK_MAIL_TRANSPORT` is what sends."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; returns how many."""
        messages = [message for message in email_messages if message.recipients()]
        try:
            with transaction.atomic():
                Mail.objects.bulk_create(
                    [mail for message in messages for mail in _mails_of(message)]
                )
                transaction.on_commit(_wake_the_worker)
        except DatabaseError:
            if not self.fail_silently:
                raise
            return 0
        return len(messages)


def _mails_of(message: EmailMessage) -> list[Mail]:
    recipients = list(dict.fromkeys(message.recipients()))
    people = _people(recipients)
    content = kept(message)
    if len(message.to) > 1:  # each copy still says to whom else it went
        content["headers"].setdefault("To", ", ".join(map(str, message.to)))
    if message.cc:
        content["headers"].setdefault("Cc", ", ".join(map(str, message.cc)))
    mails = []
    for recipient in recipients:
        key = f"other-{uuid.uuid4().hex}"
        own = content | {"headers": {"Message-ID": message_id(key)} | content["headers"]}
        person = people.get(recipient.lower())
        mails.append(
            Mail(kind=Mail.Kind.OTHER, key=key, person=person, address=recipient, content=own)
        )
    return mails


def _people(addresses: list[str]) -> dict[str, User]:
    """Whose addresses these are. One query."""
    found = User.objects.filter(email__in={*addresses, *(one.lower() for one in addresses)})
    return {person.email.lower(): person for person in found}


def _wake_the_worker() -> None:
    from social.notifications.tasks import send_mails

    send_mails.enqueue()
