"""An incoming mail as the rest of Rynek knows it, whichever way it came."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import cast

from social.notifications.incoming.bodies import read_words
from social.notifications.incoming.bounds import BoundedPolicy
from social.notifications.incoming.enclosures import Enclosure, enclosures
from social.notifications.incoming.html import read_html
from social.notifications.incoming.seals import is_encrypted, unsealed

MAX_BYTES = 30 * 1024 * 1024
MAX_ATTACHMENTS = 10
OWN_HEADER = "X-Rynek"
# Programs that answer for people on holiday without saying so in a header.
AUTOMATIC = re.compile(
    r"^\s*(automatic reply|auto(matic)?[ -]?reply|out of (the )?office|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem)\s*[:!-]",
    re.I,
)


@dataclass(frozen=True)
class IncomingLetter:
    """What a mail says, by whom and to which of our addresses."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str  # what an answer is looked for in: `>` before what its program marked as quoted
    whole: str = field(default="", repr=False)  # everything, as for a draft
    is_encrypted: bool = False
    enclosures: tuple[Enclosure, ...] = field(default=(), repr=False)
    ignore_because: str = ""


class Unreadable(ValueError):
    """Bytes that are no mail, or too many of them."""


def read_letter(content: bytes) -> IncomingLetter:
    """Read a mail (RFC 5322); raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too large")
    try:
        message = message_from_bytes(content, policy=BoundedPolicy())
        return letter_from(cast(EmailMessage, message), content)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def letter_from(message: EmailMessage, content: bytes) -> IncomingLetter:
    readable = unsealed(message)
    words = read_words(readable)
    return IncomingLetter(
        message_id=_message_id(message, content),
        sender=parseaddr(str(message.get("From", "")))[1].lower(),
        recipients=tuple(_recipients(message)),
        subject=_one_line(str(message.get("Subject", ""))),
        text=words.answer,
        whole=words.whole,
        is_encrypted=is_encrypted(message),
        enclosures=tuple(enclosures(readable))[:MAX_ATTACHMENTS],
        ignore_because=why_ignore(message),
    )


def _message_id(message: EmailMessage, content: bytes) -> str:
    """The Message-ID; without one, a name that the same mail always gets."""
    known = _one_line(str(message.get("Message-ID", "")))[:255]
    if known:
        return known
    return f"<{hashlib.sha256(content).hexdigest()}@no-id>"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _recipients(message: EmailMessage) -> Iterator[str]:
    """Every address that may be ours, the one the mail was delivered to first."""
    names = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
    values = [str(value) for name in names for value in message.get_all(name, [])[:5]]
    for _name, address in getaddresses(values):
        if address:
            yield address.lower()


def html_words(html: str) -> str:
    """Plain text of an HTML mail, with `>` before what its program marked as quoted."""
    return read_html(html).answer


def why_ignore(message: EmailMessage) -> str:
    """Why nobody must ever be answered: machines talking, loops, bounces. Empty for a human's mail."""

    def header(name: str) -> str:
        return _one_line(str(message.get(name, ""))).lower()

    sender = parseaddr(str(message.get("From", "")))[1].lower()
    if header(OWN_HEADER):
        return "loop"
    if header("Auto-Submitted") not in {"", "no"}:
        return "auto-submitted"
    if header("Precedence") in {"bulk", "list", "junk", "auto_reply"}:
        return "bulk"
    if header("List-Id") or header("List-Unsubscribe"):
        return "list"
    if header("X-Autoreply") or header("X-Autorespond") or header("X-Auto-Reply"):
        return "auto-reply"
    if AUTOMATIC.match(str(message.get("Subject", ""))):
        return "auto-reply"
    if "Return-Path" in message and header("Return-Path") in {"", "<>"}:
        return "bounce"
    if message.get_content_type() in {"multipart/report", "message/delivery-status"}:
        return "bounce"
    if not sender or re.match(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", sender):
        return "no sender"
    return ""
