"""Reading the mailbox that answers go to."""

import imaplib
import logging
import ssl
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.notifications.incoming.letters import Unreadable, read_letter
from social.notifications.incoming.receive import receive

logger = logging.getLogger("social.notifications")

TIMEOUT_SECONDS = 30
MAILS_AT_ONCE = 100


def connect(url: str) -> imaplib.IMAP4:
    """Sign in and open the folder that `imaps://user:password@host/FOLDER` names."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS
        )
    else:
        client = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    client.login(unquote(parts.username or ""), unquote(parts.password or ""))
    client.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
    return client


def poll(url: str) -> int:
    """Handle every unseen mail; returns how many. A mail is marked as seen after it was handled.

    When we die in between it is read again and recognised by its Message-ID. A mail over which
    we stumble stays unseen and is tried again, after all others; it does not stop them.
    """
    client = connect(url)
    try:
        failed = set(RECEIVING.kept_out())
        uids = sorted(_unseen(client), key=lambda uid: uid in failed)[:MAILS_AT_ONCE]
        return RECEIVING.each(uids, lambda uid: _take_in(client, uid), key=str, atomic=False)
    finally:
        client.logout()


def _take_in(client: imaplib.IMAP4, uid: str) -> None:
    _status, parts = client.uid("FETCH", uid, "(BODY.PEEK[])")
    for part in parts:
        if isinstance(part, tuple):
            try:
                receive(read_letter(part[1]))
            except Unreadable as error:
                logger.warning("A mail could not be read: %s", error)
    client.uid("STORE", uid, "+FLAGS", "(\\Seen)")


def _unseen(client: imaplib.IMAP4) -> list[str]:
    _status, found = client.uid("SEARCH", "UNSEEN")
    return [number.decode() for number in (found[0] or b"").split()]


def _again(uid: str) -> None:
    if not settings.RYNEK_IMAP_URL:
        return
    client = connect(settings.RYNEK_IMAP_URL)
    try:
        if uid in _unseen(client):
            _take_in(client, uid)
    finally:
        client.logout()


RECEIVING = Queue("mail.receive", _("Taking in mails"), again=_again, always=True)
