"""Reading the mailbox that answers go to."""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

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
    we stumble stays unseen and is tried again; it does not stop the others.
    """
    client = connect(url)
    handled = 0
    try:
        for number, content in _unseen(client):
            try:
                receive(read_letter(content))
            except Unreadable as error:
                logger.warning("A mail could not be read: %s", error)
            except Exception:
                logger.exception("Mail %s could not be handled; it stays unread", number)
                continue
            client.uid("STORE", number, "+FLAGS", "(\\Seen)")
            handled += 1
    finally:
        client.logout()
    return handled


def _unseen(client: imaplib.IMAP4) -> Iterator[tuple[str, bytes]]:
    _status, found = client.uid("SEARCH", "UNSEEN")
    for number in (found[0] or b"").split()[:MAILS_AT_ONCE]:
        uid = number.decode()
        _status, parts = client.uid("FETCH", uid, "(BODY.PEEK[])")
        for part in parts:
            if isinstance(part, tuple):
                yield uid, part[1]
