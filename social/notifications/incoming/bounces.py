"""The one polite answer to a mail that could not be taken, and the note of a draft that was made."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from social.notifications.addresses import absolute
from social.notifications.incoming.letters import OWN_HEADER, IncomingLetter
from social.notifications.mail.text import plain_text
from social.notifications.models import IncomingMail, MailDraft
from social.people.models import User

ANSWERS_A_DAY = 10


def answer(person: User, letter: IncomingLetter, words: str | Promise) -> bool:
    """Say why, once; somebody whose mails go wrong all day is not answered all day."""
    since = timezone.now() - timedelta(days=1)
    bounced = IncomingMail.objects.filter(
        person=person, outcome=IncomingMail.Outcome.BOUNCED, received_at__gt=since
    )
    if bounced.count() >= ANSWERS_A_DAY:
        return False
    with translation.override(person.preferred_language):
        _send(person, letter, _("Your mail could not be taken"), "bounce", {"words": words})
    return True


def confirm_draft(person: User, letter: IncomingLetter, draft: MailDraft) -> None:
    """Tell the forwarder where to check and publish the draft."""
    url = absolute(reverse("notifications:draft", args=[draft.pk]))
    context = {"draft": draft, "url": url, "left_out": len(letter.enclosures)}
    _send(person, letter, _("A draft is waiting for you"), "draft", context)


def _send(person: User, letter: IncomingLetter, title: str, template: str, context: dict) -> None:
    html = render_to_string(
        f"social/notifications/mail/{template}.html",
        context
        | {
            "title": title,
            "subject": letter.subject,
            "language": translation.get_language(),
            "house_name": settings.WAGTAIL_SITE_NAME,
            "preferences_url": absolute("/notifications/preferences/"),
        },
    )
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {title}: {letter.subject}"[:200],
        body=plain_text(html),
        to=[person.email],
        headers={
            "In-Reply-To": letter.message_id,
            "References": letter.message_id,
            "Auto-Submitted": "auto-replied",
            "X-Auto-Response-Suppress": "All",
            OWN_HEADER: "answer",
        },
    )
    message.attach_alternative(html, "text/html")
    message.send()
