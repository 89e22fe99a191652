"""An incoming mail as the rest of Rynek knows it, whichever way it came."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import getaddresses
from typing import cast

from django.conf import settings

from social.notifications.incoming.bodies import read_words
from social.notifications.incoming.bounds import BoundedPolicy
from social.notifications.incoming.enclosures import Enclosure, enclosures
from social.notifications.incoming.html import read_html
from social.notifications.incoming.seals import is_encrypted, unsealed
from social.notifications.incoming.trust import Verdict, senders_of, verdict_of

MAX_BYTES = 30 * 1024 * 1024
MAX_ATTACHMENTS = 10
OWN_HEADER = "X-Rynek"
NOBODY = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.I)
# Of “Odp:”, “Re[2]:”, “Antwort:” before our subject; what answers for people who are away writes
# two words or a long one (“Automatyczna odpowiedź:”, “Abwesenheitsnotiz:”).
LONGEST_PREFIX = 10


@dataclass(frozen=True)
class IncomingLetter:
    """What a mail says, by whom and to which of our addresses."""

    message_id: str
    sender: str  # the address in From; empty if it is not exactly one
    recipients: tuple[str, ...]
    subject: str
    text: str  # what an answer is looked for in: `>` before what its program marked as quoted
    whole: str = field(default="", repr=False)  # everything, as for a draft
    is_encrypted: bool = False
    enclosures: tuple[Enclosure, ...] = field(default=(), repr=False)
    ignore_because: str = ""
    is_bulk: bool = False  # by its headers, which gateways also add to mails of people
    verdict: Verdict = Verdict.UNKNOWN
    content: bytes = field(default=b"", repr=False)  # the mail as it came


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
    senders = senders_of(message)
    sender = senders[0] if len(senders) == 1 else ""
    words = read_words(readable)
    return IncomingLetter(
        message_id=_message_id(message, content),
        sender=sender,
        recipients=tuple(_recipients(message)),
        subject=_one_line(str(message.get("Subject", ""))),
        text=words.answer,
        whole=words.whole,
        is_encrypted=is_encrypted(message),
        enclosures=tuple(enclosures(readable))[:MAX_ATTACHMENTS],
        ignore_because=why_ignore(message, senders),
        is_bulk=is_bulk(message),
        verdict=verdict_of(message, sender),
        content=content,
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


def is_automatic(subject: str) -> bool:
    """Whether a program answers for its owner without saying so in a header.

    Told by the form: words, a colon, and then the very subject that we sent.
    """
    prefix, _tag, _rest = subject.partition(f"[{settings.WAGTAIL_SITE_NAME}]")
    words = prefix.strip().rstrip(":：").strip()
    is_prefix = prefix != subject and prefix.rstrip().endswith((":", "：")) and ":" not in words
    return is_prefix and (len(words.split()) > 1 or len(words) > LONGEST_PREFIX)


def html_words(html: str) -> str:
    """Plain text of an HTML mail, with `>` before what its program marked as quoted."""
    return read_html(html).answer


def _header(message: EmailMessage, name: str) -> str:
    return _one_line(str(message.get(name, ""))).lower()


def is_bulk(message: EmailMessage) -> bool:
    """Whether a mail says that it goes to many."""
    is_to_many = _header(message, "Precedence") in {"bulk", "list", "junk"}
    return is_to_many or bool(_header(message, "List-Id") or _header(message, "List-Unsubscribe"))


def why_ignore(message: EmailMessage, senders: Sequence[str]) -> str:
    """Why nobody must ever be answered: machines talking, loops, bounces. Empty for a human's mail."""

    def header(name: str) -> str:
        return _header(message, name)

    if header(OWN_HEADER):
        return "loop"
    if header("Auto-Submitted") not in {"", "no"}:
        return "auto-submitted"
    if header("X-Autoreply") or header("X-Autorespond") or header("X-Auto-Reply"):
        return "auto-reply"
    if header("Precedence") == "auto_reply" or is_automatic(str(message.get("Subject", ""))):
        return "auto-reply"
    if "Return-Path" in message and header("Return-Path") in {"", "<>"}:
        return "bounce"
    if message.get_content_type() in {"multipart/report", "message/delivery-status"}:
        return "bounce"
    if len(senders) != 1 or NOBODY.match(senders[0]):
        return "no sender"
    return ""
