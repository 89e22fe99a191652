"""From an outgoing mail's deliveries to the message, for its reader, as things are now."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext
from wagtail.models import Page

from social.following.levels import path_and_above
from social.following.models import Follow, Level
from social.following.models.follows import Kind
from social.notifications import addresses
from social.notifications.incoming.addresses import reply_address
from social.notifications.mail.rules import carries_text
from social.notifications.mail.text import plain_text
from social.notifications.models import Delivery, Mail, Notice, Timing
from social.notifications.occasions import DUTIES
from social.notifications.preferences import choices_of, own_settings
from social.notifications.stories import Story, subject_line, tell
from social.people.models import User

Why = Delivery.WhyDropped
STORIES_IN_A_DIGEST = 15
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
    with translation.override(reader.preferred_language), timezone.override(reader.zone):
        stories = _what_remains(reader, list(deliveries), letter)
        if stories:
            build = instant if mail.kind == Mail.Kind.INSTANT else digest
            letter.message = build(mail, stories)
    return letter


def _what_remains(reader: User, deliveries: list[Delivery], letter: Letter) -> list[Story]:
    """The stories that may and should still be told; the rest is noted with the reason."""
    if not reader.is_active:
        letter.dropped = {delivery.pk: Why.AWAY for delivery in deliveries}
        return []
    choices, mails_off = choices_of([reader.pk])[reader.pk], own_settings(reader).mails_off
    for delivery in deliveries:
        if delivery.notice.read_at or delivery.notice.archived_at:
            letter.dropped[delivery.pk] = Why.SEEN
        elif mails_off or choices[delivery.notice.occasion].mail == Timing.NEVER:  # type: ignore[index]
            letter.dropped[delivery.pk] = Why.UNWANTED
    left = [delivery for delivery in deliveries if delivery.pk not in letter.dropped]
    stories = tell(reader, [delivery.notice for delivery in left])
    stories = _without_muted(reader, stories)
    told = {notice.pk for story in stories for notice in story.notices}
    for delivery in left:
        if delivery.notice_id in told:
            letter.told.append(delivery)
        else:
            letter.dropped[delivery.pk] = Why.GONE
    return stories


def _without_muted(reader: User, stories: list[Story]) -> list[Story]:
    """Without what was muted after it was decided to tell it; duties stay."""
    muted = list(Follow.objects.of(reader).filter(level=Level.MUTED).select_related("page"))
    if not muted:
        return stories
    return [story for story in stories if _prune(story, muted)]


def _prune(story: Story, muted: list[Follow]) -> bool:
    def is_muted(notice: Notice) -> bool:
        return notice.occasion not in DUTIES and any(
            _silences(follow, notice, story.page) for follow in muted
        )

    for line in story.lines:
        line.notices = [notice for notice in line.notices if not is_muted(notice)]
    story.lines = [line for line in story.lines if line.notices]
    story.notices = [notice for line in story.lines for notice in line.notices]
    return bool(story.lines)


def _silences(follow: Follow, notice: Notice, page: Page | None) -> bool:
    if follow.kind == Kind.THREAD:
        return follow.thread_id == notice.thread_id
    if follow.kind == Kind.PERSON:
        return follow.colleague_id == notice.event.actor_id
    if follow.kind == Kind.PAGE and page is not None and follow.page is not None:
        return (
            follow.page_id == notice.page_id or follow.page.path in path_and_above(page.path)[:-1]
        )
    return False


def instant(mail: Mail, stories: list[Story]) -> EmailMultiAlternatives:
    """A mail about one page (or none), which the reader can answer."""
    story = stories[0]
    notice = story.lines[0].notices[0]
    with_text = story.page is None or carries_text(story.page)
    reader = mail.person
    silence = addresses.link(reader, "mute", story.page_key, notice.thread_id)
    if story.page is None or notice.occasion in DUTIES:
        silence = addresses.link(reader, "stop", str(notice.occasion))
    reply_to = _reply_address(reader, story)
    context = {
        "reader": reader,
        "story": story,
        "with_text": with_text,
        "reply_address": reply_to,
        "unsubscribe_url": silence,
        "url": addresses.absolute(story.url),
    }
    message = _message(mail, subject_line(story), "instant", context, silence)
    if story.page_key:
        root = addresses.thread_root_id(story.page_key, notice.thread_id)
        message.extra_headers |= {"References": root, "In-Reply-To": root}
    message.extra_headers["List-Id"] = addresses.list_id(story.page_key, story.title)
    message.reply_to = [reply_to] if reply_to else []
    return message


def _reply_address(reader: User, story: Story) -> str:
    """Where an answer to this mail becomes a comment: below the last one told, else on the page."""
    said = [
        quote.pk for line in story.lines for quote in line.quotes if hasattr(quote, "thread_id")
    ]
    return reply_address(reader.pk, story.page_key, max(said, default=0)) if story.page_key else ""


def digest(mail: Mail, stories: list[Story]) -> EmailMultiAlternatives:
    """What happened since the last digest, what matters most to the reader first."""
    reader = mail.person
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
        "stories": stories[:STORIES_IN_A_DIGEST],
        "more": max(0, count - STORIES_IN_A_DIGEST),
        "unsubscribe_url": stop,
    }
    message = _message(mail, title, "digest", context, stop)
    message.extra_headers["List-Id"] = addresses.list_id(None, "")
    return message


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
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {' '.join(subject.split())}",
        body=plain_text(html),
        to=[mail.person.email],
        headers={
            "Message-ID": addresses.message_id(mail.key),
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            "Feedback-ID": f"{mail.kind}:rynek",
        },
    )
    message.attach_alternative(html, "text/html")
    return message
