"""Mails as Gmail, Outlook and Apple Mail write them, and how they come in."""

from email import message_from_bytes
from pathlib import Path

from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.receive import receive
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail

MAILS = Path(__file__).parent / "mails"


def vouched(content: bytes) -> bytes:
    """A mail as the company's own server hands it over: DMARC says that its sender is true."""
    sender = str(message_from_bytes(content).get("From", ""))
    domain = sender.rpartition("@")[2].strip("> ")
    return (
        f"Authentication-Results: mx.example.com; dmarc=pass header.from={domain}\n".encode()
        + content
    )


def message(name: str, to: str = "x@example.com", sender: str = "ewa@example.com") -> bytes:
    content = (MAILS / f"{name}.eml").read_bytes()
    return vouched(content.replace(b"{{TO}}", to.encode()).replace(b"{{FROM}}", sender.encode()))


def take(content: bytes, *, is_vouched: bool = True) -> IncomingMail:
    """A mail comes in, and the worker sends what is said to it."""
    is_ready = not is_vouched or b"Authentication-Results:" in content
    mail = receive(read_letter(content if is_ready else vouched(content)))
    outbox.send_waiting()
    return mail
