"""Names by which mails and links are known: Message-IDs, lists, signed links."""

import unicodedata
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from social.notifications.preferences import own_settings
from social.people.models import User

SALT = "rynek.notifications.2"
A_DAY = 24 * 60 * 60  # seconds
MICRO = 1_000_000


def absolute(url: str) -> str:
    """An address that works outside the site."""
    return url if "://" in url else settings.RYNEK_BASE_URL + url


def mail_domain() -> str:
    """The domain in Message-IDs and List-Ids: that of the sender, else of the site."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = sender.rpartition("@")[2]
    return domain if "." in domain else urlsplit(settings.RYNEK_BASE_URL).hostname or "localhost"


def message_id(key: str) -> str:
    """The Message-ID of the mail with this key; always the same for the same key."""
    return f"<{key}.rynek@{mail_domain()}>"


def thread_root_id(page_id: int, thread_id: int | None) -> str:
    """The id that all mails about one conversation refer to, so that mail programs join them."""
    thread = f".thread-{thread_id}" if thread_id else ""
    return f"<page-{page_id}{thread}.rynek@{mail_domain()}>"


def list_id(page_id: int | None, title: str) -> str:
    """List-Id (RFC 2919) of all that is told about a page."""
    name = f"page-{page_id}" if page_id else "rynek"
    plain = unicodedata.normalize("NFKD", title.replace("ł", "l").replace("Ł", "L"))
    phrase = "".join(c for c in plain if c.isascii() and (c.isalnum() or c == " ")).strip()
    return f"{phrase} <{name}.{mail_domain()}>" if phrase else f"<{name}.{mail_domain()}>"


def sign(person: User, deed: str, *arguments: Any) -> str:
    """A token by which its bearer does one deed for one person without signing in.

    It ends after RYNEK_MAIL_LINK_DAYS, with the person's password, and when the person leaves.
    """
    content = [person.pk, deed, _now(), _mark(person, settings.SECRET_KEY), *arguments]
    return signing.dumps(content, salt=SALT)


def unsign(token: str) -> tuple[User, str, datetime, list[Any]]:
    """The person, deed, moment of signing and arguments; raises `signing.BadSignature`, ValueError."""
    content = signing.loads(token, salt=SALT, max_age=settings.RYNEK_MAIL_LINK_DAYS * A_DAY)
    person_id, deed, at, mark, *arguments = content
    person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        raise signing.BadSignature("nobody")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(mark, _mark(person, key)) for key in keys):
        raise signing.BadSignature("signed before the password was changed")
    signed_at = datetime.fromtimestamp(at / MICRO, UTC)
    since = own_settings(person).links_since
    if since is not None and signed_at < since:
        raise signing.BadSignature("signed before the person left")
    return person, deed, signed_at, arguments


def _now() -> int:
    """Microseconds: what happens within a second of signing is told apart."""
    return int(timezone.now().timestamp() * MICRO)


def _mark(person: User, key: str | bytes) -> str:
    """Changes with the password, and says nothing of it."""
    return salted_hmac(SALT, person.password, secret=key, algorithm="sha256").hexdigest()[:16]


def link(person: User, deed: str, *arguments: Any) -> str:
    """The full address of a deed by signed link."""
    token = sign(person, deed, *arguments)
    return absolute(reverse("notifications:by-link", args=[token]))
