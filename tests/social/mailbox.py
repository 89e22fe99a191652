"""A real SMTP server on loopback that keeps what it receives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps mails; may be told to refuse an address, or everything for a while.

    A greylisted address is told "later" once; what is spam is refused at its text.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refused: set[str] = set()
        self.greylisted: set[str] = set()
        self.spam: set[str] = set()
        self.is_down = False

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.is_down:
            return "451 try again later"
        if address in self.refused:
            return "550 no such mailbox"
        if address in self.greylisted:
            self.greylisted.remove(address)
            return "450 4.2.0 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.spam.intersection(envelope.rcpt_tos):
            return "554 5.7.1 rejected as spam"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def smtp_server(settings: Any) -> Iterator[Mailbox]:
    """Run the server and point Django's mail at it."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.RYNEK_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox
    finally:
        controller.stop()
