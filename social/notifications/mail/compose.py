"""From an outgoing mail's deliveries to the message, for its reader, as things are now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from social.notifications import addresses
from social.notifications.incoming import proofs
from social.notifications.incoming.addresses import read_reply_address, reply_address
from social.notifications.incoming.letters import OWN_HEADER
from social.notifications.mail.content import restored
from social.notifications.mail.kinds import OCCASIONS, writer_of
from social.notifications.mail.rules import carries_text
from social.notifications.mail.text import plain_text
from social.notifications.models import (
    Channel,
    Delivery,
    IncomingMail,
    Mail,
    MailDraft,
    Occasion,
)
from social.notifications.occasions import DUTIES
from social.notifications.preferences import takes_mails_of
from social.notifications.second_look import second_look
from social.notifications.stories import Story, subject_line
from social.people.models import User

STORIES_IN_A_DIGEST = 15
# Muting the page would not stop the next mail of these: they are stopped as a kind.
OF_A_KIND = DUTIES | {Occasion.PUBLICATION}
LINES_IN_A_DIGEST = 3


@dataclass
class Letter:
    """A message ready to send, if anything is left to tell, and what was left out and why."""

    message: EmailMultiAlternatives | None = None
    told: list[Delivery] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)


def compose(mail: Mail, deliveries: Iterable[Delivery]) -> Letter:
    """Write the mail in its reader's language. Rights, muting and preferences are asked again."""
    reader = mail.person
    letter = Letter()
    if reader is None or mail.kind in {Mail.Kind.OTHER, *OCCASIONS}:
        letter.message = ready_made(mail)
        return letter
    if mail.answers is not None:
        if reader.is_active and not _is_settled(mail, reader):
            letter.message = answer(mail, mail.answers)
        return letter
    with translation.override(reader.preferred_language), timezone.override(reader.zone):
        stories = _what_remains(reader, list(deliveries), letter)
        if stories:
            build = instant if mail.kind == Mail.Kind.INSTANT else digest
            letter.message = build(mail, reader, stories)
    return letter


def _is_settled(mail: Mail, reader: User) -> bool:
    """Whether the draft that a mail announces as waiting has been published or thrown away."""
    if mail.about_id is None:
        return False
    return not MailDraft.objects.waiting_for(reader).filter(pk=mail.about_id).exists()


def ready_made(mail: Mail) -> EmailMultiAlternatives | None:
    """What another room or package says. Nobody who left, or wants no such mails, gets it."""
    reader = mail.person
    if reader is not None and not reader.is_active:
        return None
    if mail.kind == Mail.Kind.OTHER:
        return restored(mail.content, mail.recipient) if mail.content else None
    occasion, write = OCCASIONS[Mail.Kind(mail.kind)], writer_of(mail)
    if reader is None or write is None or not takes_mails_of(reader, occasion):
        return None
    stop = addresses.link(reader, "stop", str(occasion))
    with translation.override(reader.preferred_language), timezone.override(reader.zone):
        message = write(mail, stop)
    if message is not None:
        message.extra_headers = _headers(mail, stop) | message.extra_headers
    return message


def _what_remains(reader: User, deliveries: list[Delivery], letter: Letter) -> list[Story]:
    """The stories that may and should still be told; the rest is noted with the reason."""
    stories, why_not = second_look(
        reader, [delivery.notice for delivery in deliveries], Channel.MAIL
    )
    for delivery in deliveries:
        if why := why_not.get(delivery.notice_id):
            letter.dropped[delivery.pk] = why
        else:
            letter.told.append(delivery)
    return stories


def instant(mail: Mail, reader: User, stories: list[Story]) -> EmailMultiAlternatives:
    """A mail about one page (or none), which the reader can answer."""
    story = stories[0]
    notice = story.lines[0].notices[0]
    with_text = _with_text(story)
    is_of_kind = story.page is None or notice.occasion in OF_A_KIND
    silence = addresses.link(reader, "mute", story.page_key, notice.thread_id)
    if is_of_kind:
        silence = addresses.link(reader, "stop", str(notice.occasion))
    reply_to = _reply_address(reader, story)
    context = {
        "reader": reader,
        "story": story,
        "with_text": with_text,
        "reply_address": reply_to,
        "marker": proofs.marker(mail),
        "unsubscribe_url": silence,
        "is_of_kind": is_of_kind,
        "url": addresses.absolute(story.url),
    }
    message = _message(mail, subject_line(story), "instant", context, silence)
    if story.page_key:
        root = addresses.thread_root_id(story.page_key, notice.thread_id)
        message.extra_headers |= {"References": root, "In-Reply-To": root}
    message.extra_headers["List-Id"] = addresses.list_id(story.page_key, story.title)
    message.reply_to = [reply_to] if reply_to else []
    message.from_email = _in_the_name_of(story.face)
    if reply := read_reply_address(reply_to):
        proofs.remember(mail, reply, message)
    return message


def _with_text(story: Story) -> bool:
    return story.page is None or carries_text(story.page)


def _in_the_name_of(person: User | None) -> str:
    """Our address, under the name of whoever acted: lists of mails then say who writes."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if person is None:
        return str(settings.DEFAULT_FROM_EMAIL)
    # No brackets: in an address they are a comment, which newer Django drops from encoded names.
    return formataddr((f"{person} · {settings.WAGTAIL_SITE_NAME}", address))


def _reply_address(reader: User, story: Story) -> str:
    """Where an answer to this mail becomes a comment: below the last one told, else on the page."""
    said = [
        quote.pk for line in story.lines for quote in line.quotes if hasattr(quote, "thread_id")
    ]
    return reply_address(reader.pk, story.page_key, max(said, default=0)) if story.page_key else ""


def digest(mail: Mail, reader: User, stories: list[Story]) -> EmailMultiAlternatives:
    """What happened since the last digest, what matters most to the reader first."""
    stories.sort(key=lambda story: (story.weight, story.at), reverse=True)
    for story in stories:
        story.lines = story.lines[:LINES_IN_A_DIGEST]
    count = len(stories)
    if mail.kind == Mail.Kind.DAILY:
        title = ngettext("Your day: %(n)d thing", "Your day: %(n)d things", count) % {"n": count}
    else:
        title = ngettext("Your week: %(n)d thing", "Your week: %(n)d things", count) % {"n": count}
    stop = addresses.link(reader, "stop", str(mail.kind))
    context = {
        "reader": reader,
        "title": title,
        "stories": [(story, _with_text(story)) for story in stories[:STORIES_IN_A_DIGEST]],
        "more": max(0, count - STORIES_IN_A_DIGEST),
        "unsubscribe_url": stop,
    }
    message = _message(mail, title, "digest", context, stop)
    message.extra_headers["List-Id"] = addresses.list_id(None, "")
    return message


def answer(mail: Mail, received: IncomingMail) -> EmailMultiAlternatives:
    """What is said to whoever sent a mail, once. No program may answer it."""
    headers = {
        "Message-ID": addresses.message_id(mail.key),
        "In-Reply-To": received.message_id,
        "References": received.message_id,
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        OWN_HEADER: "answer",
    }
    return _two_part(mail, received.answer_subject, received.answer_html, headers)


def _message(
    mail: Mail, subject: str, template: str, context: dict, unsubscribe: str
) -> EmailMultiAlternatives:
    html = render_to_string(
        f"social/notifications/mail/{template}.html",
        context
        | {
            "subject": subject,
            "language": translation.get_language(),
            "house_name": settings.WAGTAIL_SITE_NAME,
            "base_url": settings.RYNEK_BASE_URL,
            "preferences_url": addresses.absolute("/notifications/preferences/"),
        },
    )
    return _two_part(mail, subject, html, _headers(mail, unsubscribe))


def _headers(mail: Mail, unsubscribe: str) -> dict[str, str]:
    """What every mail that nobody asked for carries, one-click unsubscribe (RFC 8058) foremost."""
    return {
        "Message-ID": addresses.message_id(mail.key),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Feedback-ID": f"{mail.kind}:rynek",
    }


def _two_part(mail: Mail, subject: str, html: str, headers: dict) -> EmailMultiAlternatives:
    """The HTML, and the same as plain text."""
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {' '.join(subject.split())}",
        body=plain_text(html),
        to=[mail.recipient],
        headers=headers,
    )
    message.attach_alternative(html, "text/html")
    return message
