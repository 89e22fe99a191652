"""Forwarded mails on their way to becoming pages: checked by the forwarder, then published."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from social.comments import actions
from social.comments.actions import Refused
from social.notifications.incoming.bounds import recognisable_lines
from social.notifications.incoming.letters import Enclosure, IncomingLetter
from social.notifications.incoming.quotes import is_header_block
from social.notifications.models import MailDraft, MailDraftFile
from social.people.models import User

PREFIXES = re.compile(r"^\s*((fwd?|fw|pd|re|odp|przek)\s*(\[\d+\])?\s*:\s*)+", re.I)
FORWARD_MARK = re.compile(
    r"^\s*(-{2,}\s*(forwarded message|wiadomość przekazana|przekazana wiadomość|original message|"
    r"wiadomość oryginalna)\s*-{2,}|(begin forwarded message|początek przekazywanej wiadomości)\s*:)"
    r"\s*$",
    re.I,
)
# Outlook says nothing before the headers, or draws a line.
RULE = re.compile(r"^\s*_{10,}\s*$")
HEADER_LINE = re.compile(
    r"^\s*\*?(from|od|sent|wysłano|data|date|to|do|cc|dw|subject|temat|reply-to)\s*:\*?.*$", re.I
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
    title = PREFIXES.sub("", letter.subject).strip()[:200] or _("Without a title")
    text = readable_thread(letter.text)[:50_000]
    draft = MailDraft.objects.create(person=person, space=space, title=title, text=text)
    left_out = []
    for enclosure in letter.enclosures:
        try:
            _keep(draft, enclosure)
        except Refused as refusal:
            left_out.append(str(refusal.message))
    return draft, left_out


def _keep(draft: MailDraft, enclosure: Enclosure) -> None:
    sent = SimpleUploadedFile(enclosure.name, enclosure.content, enclosure.content_type)
    found = actions.check_file(sent)
    kept = MailDraftFile(draft=draft, name=found.name)
    kept.file.save(found.name, ContentFile(found.content), save=True)


def readable_thread(text: str) -> str:
    """A forwarded thread without the headers of its mails: words and quotations remain."""
    kept: list[str] = []
    in_headers = False
    lines = text.replace("\r\n", "\n").split("\n")
    bare_lines = [line.lstrip("> ") for line in recognisable_lines(lines)]
    for at, (line, bare) in enumerate(zip(lines, bare_lines, strict=False)):
        if FORWARD_MARK.match(bare) or is_header_block(bare_lines, at):
            in_headers = True
        elif in_headers and (HEADER_LINE.match(bare) or not bare.strip()):
            in_headers = bool(bare.strip()) or in_headers and not kept
        elif not RULE.match(bare):
            in_headers = False
            kept.append(line.rstrip())
    kept += lines[len(bare_lines) :]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


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
