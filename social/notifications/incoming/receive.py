"""What becomes of an incoming mail: a comment, a draft, one polite answer, or nothing."""

import logging

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from social.comments import actions
from social.comments.actions import Refused
from social.comments.models import Attachment, Comment
from social.following.versions import readable_versions
from social.notifications.incoming import bounces, drafts
from social.notifications.incoming.addresses import (
    ReplyTo,
    read_reply_address,
    read_space_address,
)
from social.notifications.incoming.letters import IncomingLetter
from social.notifications.incoming.proofs import what_we_sent
from social.notifications.incoming.quotes import take_apart
from social.notifications.incoming.wall import without_secrets
from social.notifications.models import IncomingMail
from social.people.models import User
from social.subjects.access import visible_pages

logger = logging.getLogger("social.notifications")

Outcome = IncomingMail.Outcome


class Returned(Exception):
    """Why a mail cannot be taken, in words for its sender, and a code for the record."""

    def __init__(self, code: str, words: str | Promise) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def receive(letter: IncomingLetter) -> IncomingMail:
    """Handle a mail; the same Message-ID a second time changes nothing.

    All in one transaction: after a crash the mail is as unread as before.
    """
    names = {"sender": letter.sender[:254], "recipient": ", ".join(letter.recipients)[:254]}
    with transaction.atomic():
        mail, is_new = IncomingMail.objects.get_or_create(
            message_id=letter.message_id, defaults=names
        )
        if is_new:
            _receive(mail, letter)
    return mail


def _receive(mail: IncomingMail, letter: IncomingLetter) -> None:
    if letter.ignore_because:
        _finish(mail, Outcome.IGNORED, letter.ignore_because)
        return
    sender = User.objects.active().filter(email__iexact=letter.sender).first()
    mail.person = sender
    if sender is None:
        # Nothing is said to strangers: the address may be forged, and ours is none of their business.
        _finish(mail, Outcome.IGNORED, "stranger")
        return
    try:
        with transaction.atomic(), translation.override(sender.preferred_language):
            _handle(mail, sender, letter)
    except Returned as reason:
        bounces.answer(sender, mail, letter, reason.words)
        _finish(mail, Outcome.BOUNCED, reason.code)


def _finish(mail: IncomingMail, outcome: str, reason: str = "") -> None:
    mail.outcome, mail.reason = outcome, reason[:40]
    mail.save()


def _handle(mail: IncomingMail, sender: User, letter: IncomingLetter) -> None:
    for address in letter.recipients:
        if reply := read_reply_address(address):
            comment = _as_comment(sender, reply, mail, letter)
            mail.page_id, mail.subject_kind, mail.subject_id = (
                comment.page_id,
                "comment",
                comment.pk,
            )
            _finish(mail, Outcome.COMMENT)
            return
    for address in letter.recipients:
        if page_id := read_space_address(address):
            mail.page = _as_draft(sender, page_id, mail, letter)
            _finish(mail, Outcome.DRAFT)
            return
    raise Returned("address", _("The address of your mail leads to nothing in Rynek."))


def _as_comment(
    sender: User, reply: ReplyTo, mail: IncomingMail, letter: IncomingLetter
) -> Comment:
    """Post the answer as a comment of the person whom the address was given to."""
    if reply.person_id != sender.pk:
        raise Returned(
            "somebody else",
            _("This address was given to somebody else. Please answer a mail of your own."),
        )
    version = readable_versions(sender, [reply.page_id]).get(reply.page_id)
    if version is None:
        raise Returned("page", _("The page is no longer there, or no longer open to you."))
    parent = None
    if reply.comment_id:
        visible = Comment.objects.visible_to(sender).filter(pk=reply.comment_id)
        parent = visible.first()
        if parent is None:
            raise Returned("comment", _("The comment that you answer is no longer there."))
    text = without_secrets(take_apart(letter.text, what_we_sent()).text)
    if letter.is_encrypted:
        raise Returned("encrypted", _("Your mail is encrypted. Only its recipient could read it."))
    files, left_out = _uploaded(sender, version, letter)
    if not text and not files:
        words = _("No words of your own were found in your mail.")
        raise Returned("empty", " ".join([str(words), *left_out]))
    try:
        comment = actions.post_comment(
            sender, version, text or str(_("See the attachment.")), parent=parent, attachments=files
        )
    except Refused as refusal:
        raise Returned(refusal.code, refusal.message) from None
    if left_out:
        bounces.tell_left_out(sender, mail, letter, comment, left_out)
    return comment


def _uploaded(
    sender: User, page: Page, letter: IncomingLetter
) -> tuple[list[Attachment], list[str]]:
    """The files of a mail, and why others are left out: no file costs the words.

    What programs add (signatures, cards, invitations) goes without a word.
    """
    files: list[Attachment] = []
    left_out: list[str] = []
    for part in letter.enclosures:
        if part.is_by_program:
            continue
        try:
            with transaction.atomic():
                drafts.check_secrets(part)
                file = SimpleUploadedFile(part.name, part.content, part.content_type)
                files.append(actions.upload(sender, page, file))
        except Refused as refusal:
            left_out.append(str(refusal.message))
        except (OSError, ValueError, SyntaxError):  # what Pillow says of broken pictures
            left_out.append(str(_("%(name)s could not be read.")) % {"name": part.name})
    return files, left_out


def _as_draft(sender: User, page_id: int, mail: IncomingMail, letter: IncomingLetter) -> Page:
    """Keep a forwarded mail as a draft for this page; returns the page."""
    page = visible_pages(sender).filter(pk=page_id).specific().first()
    if page is None:
        raise Returned("page", _("The page is no longer there, or no longer open to you."))
    if drafts.publisher_for(page) is None:
        raise Returned(
            "no drafts", _("This page takes no mails. Projects and question sections do.")
        )
    draft, left_out = drafts.make_draft(sender, page, letter)
    bounces.confirm_draft(sender, mail, letter, draft, left_out)
    return page
