"""Forwarded mails on their way to becoming pages: checked by the forwarder, then published."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from ground.typed.text import line, lines
from social.comments import actions
from social.comments.actions import Refused
from social.notifications.incoming.enclosures import Enclosure
from social.notifications.incoming.letters import IncomingLetter
from social.notifications.incoming.threads import readable_thread
from social.notifications.incoming.wall import holds_secrets, without_secrets
from social.notifications.models import MailDraft, MailDraftFile
from social.people.models import User

PREFIXES = re.compile(
    r"^\s*(?:(?:fwd?|re|pd|odp|przek|wg|aw|antw|tr|rv|rif|r|i|enc|res|vs|vl|vb|sv|doorst|пер|отв|ha|"
    r"továbbítás|nv|fs|ilt|ynt|dv|转发|回复|轉寄|回覆)(?: ?\[\d+\])? ?[:：] ?)+",
    re.I,
)


@dataclass(frozen=True)
class Publisher:
    """How mails become pages below one type of page: what it takes, and how it is published.

    `publish(person, space, title, text)` takes Markdown, and raises ValueError with words for
    the person when it may not be done. The room that owns the page types registers it.
    """

    takes: Callable[[Page], bool]
    publish: Callable[[User, Page, str, str], Page]


_publishers: list[Publisher] = []


def register(publisher: Publisher) -> None:
    _publishers.append(publisher)


def publisher_for(space: Page) -> Publisher | None:
    return next((one for one in _publishers if one.takes(space)), None)


def make_draft(person: User, space: Page, letter: IncomingLetter) -> tuple[MailDraft, list[str]]:
    """Keep a forwarded mail for its forwarder; also returns why which files are left out."""
    return keep_draft(person, space, title_of(letter), text_of(letter), letter.enclosures)


def title_of(letter: IncomingLetter) -> str:
    return PREFIXES.sub("", letter.subject).strip()


def text_of(letter: IncomingLetter) -> str:
    """What was forwarded, without headers."""
    return readable_thread(letter.whole, title_of(letter))[:50_000]


def keep_draft(
    person: User, space: Page, title: str, text: str, enclosures: Iterable[Enclosure]
) -> tuple[MailDraft, list[str]]:
    """Keep words and files for the person to check; also returns why which files are left out."""
    title = line(without_secrets(title), 200) or _("Without a title")
    text = lines(without_secrets(text), 50_000)
    draft = MailDraft.objects.create(person=person, space=space, title=title, text=text)
    left_out = []
    for enclosure in enclosures:
        try:
            if not enclosure.is_by_program:
                _keep(draft, enclosure)
        except Refused as refusal:
            left_out.append(str(refusal.message))
        except (OSError, ValueError, SyntaxError):  # what Pillow says of broken pictures
            left_out.append(_("%(name)s could not be read.") % {"name": enclosure.name})
    return draft, left_out


def check_secrets(enclosure: Enclosure) -> None:
    """A file, such as a mail of ours, may hold links that act for somebody. Raises Refused."""
    if holds_secrets(enclosure.content):
        said = _("%(name)s was left out: it holds links that work for you alone.")
        raise Refused(said % {"name": enclosure.name}, "secret")


def _keep(draft: MailDraft, enclosure: Enclosure) -> None:
    check_secrets(enclosure)
    sent = SimpleUploadedFile(enclosure.name, enclosure.content, enclosure.content_type)
    found = actions.check_file(sent)
    kept = MailDraftFile(draft=draft, name=found.name)
    kept.file.save(found.name, ContentFile(found.content), save=True)


def publish(
    draft: MailDraft, title: str, text: str, attachments: Collection[MailDraftFile] = ()
) -> Page:
    """Publish (or send to approval) what the person made of the draft, and these of its attachments.

    Raises ValueError with words for the person; then nothing has happened.
    """
    space = draft.space.specific
    publisher = publisher_for(space)
    if publisher is None:
        raise ValueError(_("This page takes no mails. Projects and question sections do."))
    with transaction.atomic():
        page = publisher.publish(draft.person, space, title, text)
        draft.files.exclude(pk__in=[file.pk for file in attachments]).delete()
        draft.page = page
        if page.live or not attachments:
            try:
                attach(draft)
            except Refused as refusal:
                raise ValueError(str(refusal.message)) from refusal
        else:
            draft.save(update_fields=["page"])
    return page


def attach(draft: MailDraft) -> None:
    """Say below the page what came with the mail, for those who see it; the draft goes.

    Raises Refused.
    """
    person = draft.person
    with translation.override(person.preferred_language), transaction.atomic():
        kept = [
            actions.upload(person, draft.page, SimpleUploadedFile(file.name, file.file.read()))
            for file in draft.files.all()
        ]
        if kept:
            said = _("Attachments of the mail from which this page was made")
            actions.post_comment(person, draft.page, said, attachments=kept)
        draft.delete()
