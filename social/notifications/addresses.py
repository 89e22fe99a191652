"""Names by which mails and links are known: Message-IDs, lists, signed links."""

import unicodedata
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

from social.people.models import User

SALT = "rynek.notifications"


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

    It does not expire: an old mail's unsubscribe link must work.
    """
    return signing.dumps([person.pk, deed, *arguments], salt=SALT)


def unsign(token: str) -> tuple[User, str, list[Any]]:
    """The person, deed and arguments of a token; raises `signing.BadSignature`."""
    person_id, deed, *arguments = signing.loads(token, salt=SALT)
    person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        raise signing.BadSignature("nobody")
    return person, deed, arguments


def link(person: User, deed: str, *arguments: Any) -> str:
    """The full address of a deed by signed link."""
    token = sign(person, deed, *arguments)
    return absolute(reverse("notifications:by-link", args=[token]))
