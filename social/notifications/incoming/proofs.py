"""What we know of the mail that somebody answers: our names, traces, and the lines that we sent."""

import hashlib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from social.notifications.incoming.addresses import ReplyTo
from social.notifications.incoming.html import read_html
from social.notifications.incoming.quotes import Sent
from social.notifications.models import Mail

SHORTEST = 20  # letters and digits: a line of some 25 characters
LONGEST = 300
MAILS_KNOWN = 5


def fingerprint(line: str) -> str:
    """By which a line is known again, however it is wrapped in marks; empty for a short one."""
    letters = "".join(letter for letter in line.casefold() if letter.isalnum())[:LONGEST]
    if len(letters) < SHORTEST:
        return ""
    return hashlib.sha256(letters.encode()).hexdigest()[:10]


def remember(mail: Mail, reply: ReplyTo, message: EmailMultiAlternatives) -> None:
    """Keep by which an answer to this mail is told from what the mail said."""
    plain = str(message.body)
    lines = plain.split("\n") + [" ".join(part.split()) for part in plain.split("\n\n")]
    for content, kind in message.alternatives or []:
        if kind == "text/html":
            lines += [line.text for line in read_html(str(content)).lines]
    known = sorted({fingerprint(line.lstrip("> ")) for line in lines} - {""})
    mail.reply_key, mail.lines = _key(reply), " ".join(known)
    Mail.objects.filter(pk=mail.pk).update(reply_key=mail.reply_key, lines=mail.lines)


def marker(mail: Mail) -> str:
    """What stands in the line above which one answers; programs keep it as it is."""
    return f"[[rynek:{mail.pk}]]"


def what_we_sent(reply: ReplyTo | None = None) -> Sent:
    """By what a quotation of a mail of ours is known. One query."""
    addresses = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.RYNEK_REPLY_ADDRESS)
    names = (settings.WAGTAIL_SITE_NAME, *addresses)
    known: set[str] = set()
    if reply is not None:
        mails = Mail.objects.filter(reply_key=_key(reply)).order_by("-pk")
        known = {
            one
            for lines in mails.values_list("lines", flat=True)[:MAILS_KNOWN]
            for one in lines.split()
        }
    return Sent(
        names=[name.casefold() for name in names if name],
        traces=[
            reverse("notifications:preferences"),
            reverse("notifications:by-link", args=["x"])[:-2],
        ],
        is_ours=lambda line: fingerprint(line) in known,
    )


def _key(reply: ReplyTo) -> str:
    return f"{reply.person_id}.{reply.page_id}.{reply.comment_id}"
