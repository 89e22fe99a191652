"""From words and files that came by mail to a comment or a draft of the person who wrote them."""

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page

from social.comments import actions
from social.comments.actions import Refused
from social.comments.models import Attachment, Comment
from social.following.versions import readable_versions
from social.notifications.incoming import drafts
from social.notifications.incoming.addresses import ReplyTo, Space
from social.notifications.incoming.enclosures import Enclosure
from social.people.models import User
from social.subjects.access import visible_pages


class Returned(Exception):
    """Why a mail cannot be taken, in words for its sender, and a code for the record."""

    def __init__(self, code: str, words: str | Promise) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def answered(person: User, reply: ReplyTo) -> tuple[Page, Comment | None]:
    """The page and the comment that a person answers. Raises Returned."""
    version = readable_versions(person, [reply.page_id]).get(reply.page_id)
    if version is None:
        raise Returned("page", _("The page is no longer there, or no longer open to you."))
    if not reply.comment_id:
        return version, None
    parent = Comment.objects.visible_to(person).filter(pk=reply.comment_id).first()
    if parent is None:
        raise Returned("comment", _("The comment that you answer is no longer there."))
    return version, parent


def space_of(person: User, space: Space) -> Page:
    """The page that takes a person's mail as a draft. Raises Returned."""
    page = visible_pages(person).filter(pk=space.page_id).specific().first()
    if page is None:
        raise Returned("page", _("The page is no longer there, or no longer open to you."))
    if drafts.publisher_for(page) is None:
        raise Returned(
            "no drafts", _("This page takes no mails. Projects and question sections do.")
        )
    return page


def publish_answer(
    person: User, reply: ReplyTo, words: str, enclosures: Sequence[Enclosure]
) -> tuple[Comment, list[str]]:
    """Post words and files as a comment; also returns why which files are left out.

    Raises Returned.
    """
    page, parent = answered(person, reply)
    files, left_out = _uploaded(person, page, enclosures)
    if not words and not files:
        said = _("No words of your own were found in your mail.")
        raise Returned("empty", " ".join([said, *left_out]))
    try:
        comment = actions.post_comment(
            person, page, words or _("See the attachment."), parent=parent, attachments=files
        )
    except Refused as refusal:
        raise Returned(refusal.code, refusal.message) from None
    return comment, left_out


def _uploaded(
    person: User, page: Page, enclosures: Sequence[Enclosure]
) -> tuple[list[Attachment], list[str]]:
    """The files of a mail, and why others are left out: no file costs the words.

    What programs add (signatures, cards, invitations) goes without a word.
    """
    files: list[Attachment] = []
    left_out: list[str] = []
    for part in enclosures:
        if part.is_by_program:
            continue
        try:
            with transaction.atomic():
                drafts.check_secrets(part)
                file = SimpleUploadedFile(part.name, part.content, part.content_type)
                files.append(actions.upload(person, page, file))
        except Refused as refusal:
            left_out.append(str(refusal.message))
        except (OSError, ValueError, SyntaxError):  # what Pillow says of broken pictures
            left_out.append(_("%(name)s could not be read.") % {"name": part.name})
    return files, left_out
