"""Addresses that say whose answer it is and to what, without anybody being able to make one up.

Mail servers may change the case of an address, and 64 characters is all that its local part may
have: hence base32 and a short signature.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from social.people.models import User

SIGNATURE_BYTES = 10  # 80 bits: more than anybody can try against a mail server
TOKEN = re.compile(r"\+r([0-9a-z]+)\.([0-9a-z]+)\.([0-9a-z]+)\.([a-z2-7]{16})@")
SPACE = re.compile(r"\+p([0-9]+)(?:\.[a-z0-9-]*)?@")
BASE = 36


@dataclass(frozen=True)
class ReplyTo:
    """What a reply address stands for: a person, a page, and the comment to answer (0: none)."""

    person_id: int
    page_id: int
    comment_id: int


def _digits(number: int) -> str:
    letters = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, BASE)
        text = letters[rest] + text
    return text or "0"


def _signature(text: str, key: str) -> str:
    digest = hmac.new(f"rynek.reply:{key}".encode(), text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().rstrip("=").lower()


def reply_address(person_id: int, page_id: int, comment_id: int = 0) -> str:
    """The address for this person's answers to this comment; empty when mail-in is off."""
    if not settings.RYNEK_REPLY_ADDRESS:
        return ""
    local, _, domain = settings.RYNEK_REPLY_ADDRESS.partition("@")
    text = ".".join(_digits(number) for number in (person_id, page_id, comment_id))
    return f"{local}+r{text}.{_signature(text, str(settings.SECRET_KEY))}@{domain}"


def read_reply_address(address: str) -> ReplyTo | None:
    """What the address stands for, if we made it (also with an earlier secret key)."""
    match = TOKEN.search(address.lower())
    if match is None:
        return None
    text = ".".join(match.groups()[:3])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_signature(text, str(key)), match[4]) for key in keys):
        return None
    return ReplyTo(*(int(part, BASE) for part in match.groups()[:3]))


def space_address(page: Page) -> str:
    """The address to which a mail is forwarded to become a draft below this page."""
    if not settings.RYNEK_REPLY_ADDRESS:
        return ""
    local, _, domain = settings.RYNEK_REPLY_ADDRESS.partition("@")
    name = re.sub(r"[^a-z0-9-]", "", page.slug)[:20]
    return f"{local}+p{page.pk}{'.' + name if name else ''}@{domain}"


def read_space_address(address: str) -> int | None:
    """The id of the page that a space's address names."""
    match = SPACE.search(address.lower())
    return int(match[1][:18]) if match else None


def people_of_address(address: str) -> list[User]:
    """The active person with this e-mail address, if there is one."""
    return list(User.objects.active().filter(email__iexact=address)[:1])
