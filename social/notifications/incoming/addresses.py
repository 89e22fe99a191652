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
from django.db.models import F
from wagtail.models import Page

from social.notifications.models import PersonalSettings
from social.notifications.preferences import own_settings
from social.people.models import User

SIGNATURE_BYTES = 10  # 80 bits: more than anybody can try against a mail server
TOKEN = re.compile(r"\+r([0-9a-z]{1,12})\.([0-9a-z]{1,12})\.([0-9a-z]{1,12})\.([a-z2-7]{16})@")
SPACE = re.compile(r"\+p([0-9a-z]{1,12})\.([0-9a-z]{1,12})\.([a-z2-7]{16})@")
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


@dataclass(frozen=True)
class Space:
    """What an address for forwarding stands for: whose drafts, below which page."""

    person_id: int
    page_id: int


def space_address(person: User, page: Page) -> str:
    """The address to which this person forwards mails that become drafts below this page.

    It works until the person renews their addresses; empty when mail-in is off.
    """
    if not settings.RYNEK_REPLY_ADDRESS:
        return ""
    local, _, domain = settings.RYNEK_REPLY_ADDRESS.partition("@")
    text = f"{_digits(person.pk)}.{_digits(page.pk)}"
    revision = own_settings(person).address_revision
    signature = _signature(f"space.{text}.{revision}", str(settings.SECRET_KEY))
    return f"{local}+p{text}.{signature}@{domain}"


def read_space_address(address: str) -> Space | None:
    """What the address stands for, if we made it and its owner has not renewed it."""
    match = SPACE.search(address.lower())
    if match is None:
        return None
    person_id, page_id = int(match[1], BASE), int(match[2], BASE)
    revisions = PersonalSettings.objects.filter(person=person_id)
    revision = revisions.values_list("address_revision", flat=True).first() or 0
    text = f"space.{match[1]}.{match[2]}.{revision}"
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_signature(text, str(key)), match[3]) for key in keys):
        return None
    return Space(person_id, page_id)


def renew_space_addresses(person: User) -> None:
    """End all of a person's addresses for forwarding; new ones stand on the pages."""
    PersonalSettings.objects.get_or_create(person=person)
    PersonalSettings.objects.filter(person=person).update(
        address_revision=F("address_revision") + 1
    )
