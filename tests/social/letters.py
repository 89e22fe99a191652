"""Mails as Gmail, Outlook and Apple Mail write them, and how they come in."""

from pathlib import Path

from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.receive import receive
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail

MAILS = Path(__file__).parent / "mails"


def message(name: str, to: str = "x@example.com", sender: str = "ewa@example.com") -> bytes:
    content = (MAILS / f"{name}.eml").read_bytes()
    return content.replace(b"{{TO}}", to.encode()).replace(b"{{FROM}}", sender.encode())


def take(content: bytes) -> IncomingMail:
    """A mail comes in, and the worker sends what is said to it."""
    mail = receive(read_letter(content))
    outbox.send_waiting()
    return mail
