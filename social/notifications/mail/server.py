"""The mail server's moods: what its answers mean, and the pause that it gets when it is silent."""

import logging
import smtplib
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from social.notifications.models import MailServer

logger = logging.getLogger("social.notifications")

PERMANENT = 500  # SMTP replies from here on will not change by themselves
CLOSING = 421  # "service not available": it is about the server, not the mail
TOO_LARGE = 552
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]


class Fate(Enum):
    """What a failed attempt says about a mail."""

    REFUSED = "this mail will never be taken"
    LATER = "this mail may be taken later"
    SERVER = "nothing about this mail: the server has trouble"


def fate_after(error: Exception) -> Fate:
    """What an error at sending means. Refusals of the sender are about all mails, hence the server."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _by_codes([code for code, _answer in error.recipients.values()])
        case smtplib.SMTPSenderRefused():
            return Fate.REFUSED if error.smtp_code == TOO_LARGE else Fate.SERVER
        case smtplib.SMTPDataError():
            return _by_codes([error.smtp_code])
        case smtplib.SMTPNotSupportedError():
            return Fate.REFUSED  # an address that needs what this server cannot do
        case OSError():  # smtplib's other errors are OSErrors
            return Fate.SERVER
    return Fate.LATER


def _by_codes(codes: list[int]) -> Fate:
    if CLOSING in codes:
        return Fate.SERVER
    return Fate.REFUSED if codes and min(codes) >= PERMANENT else Fate.LATER


def transport() -> BaseEmailBackend:
    """What really sends, behind the outbox that Django's mail is pointed at."""
    backend: BaseEmailBackend = get_connection(settings.RYNEK_MAIL_TRANSPORT)
    return backend


def server_name() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def in_trouble() -> MailServer | None:
    return MailServer.objects.filter(name=server_name()).first()


def is_closed(now: datetime | None = None) -> bool:
    """Whether the server has a pause, so that no mail is tried."""
    now = now or timezone.now()
    return MailServer.objects.filter(name=server_name(), closed_until__gt=now).exists()


def note_trouble(error: Exception) -> None:
    """Give the server a pause, longer each time until it has taken a mail again."""
    known = in_trouble()
    failures = known.failures if known else 0
    until = timezone.now() + PAUSES[min(failures, len(PAUSES) - 1)]
    MailServer.objects.update_or_create(
        name=server_name(),
        defaults={"closed_until": until, "error": str(error)[:300], "failures": F("failures") + 1},
        create_defaults={"closed_until": until, "error": str(error)[:300]},
    )
    logger.warning("The mail server %s has a pause until %s: %s", server_name(), until, error)


def note_answer() -> None:
    """It has taken a mail: all is well."""
    MailServer.objects.filter(name=server_name()).delete()


def is_database_trouble(error: Exception) -> bool:
    """Trouble of the database or the machine is no fault of the mail at hand."""
    return isinstance(error, DatabaseError | MemoryError)
