"""Receiving pictures and files: checked by their content, never by what they are called."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ground.queues.queue import Queue
from social.comments import rules
from social.comments.files import Inspected, UnsafeFile, inspect
from social.comments.models import Attachment, ConversationSettings
from social.comments.rules import Refused
from social.people.models import User
from social.subjects.pages import canonical_page_id

UPLOADS_PER_HOUR = 60
KEPT_UNUSED = timedelta(days=2)


def upload(person: User, page: Page, uploaded: UploadedFile, description: str = "") -> Attachment:
    """Keep a file for a comment that is being written on this page. Raises Refused."""
    rules.check_may_write(person)
    rules.check_page_is_open(page)
    hour = timezone.now() - timedelta(hours=1)
    recent = Attachment.objects.filter(uploaded_by=person, created_at__gt=hour)
    if recent.count() >= UPLOADS_PER_HOUR:
        raise Refused(
            _("You have uploaded a lot in the last hour. Please come back later."), "pace"
        )
    found = check_file(uploaded)
    with transaction.atomic():
        attachment = Attachment(
            page_id=canonical_page_id(page),
            uploaded_by=person,
            name=found.name,
            description=description[:300],
            media_type=found.media_type,
            size=len(found.content),
            width=found.width,
            height=found.height,
        )
        attachment.file.save(found.name, ContentFile(found.content), save=True)
    return attachment


def check_file(uploaded: UploadedFile) -> Inspected:
    """The file as it may be kept, found out from its content. Raises Refused."""
    megabytes = ConversationSettings.current().attachment_megabytes
    if (uploaded.size or 0) > megabytes * 1024 * 1024:
        raise Refused(
            _("%(name)s is too large: at most %(limit)d MB.")
            % {"name": uploaded.name, "limit": megabytes},
            "large",
        )
    try:
        return inspect(uploaded.read(), uploaded.name or "")
    except UnsafeFile as unsafe:
        if unsafe.bad is not None:
            raise Refused(f"{uploaded.name}: {unsafe.bad.message}", "picture") from None
        raise Refused(
            _("%(name)s cannot be attached. Pictures, PDF, office documents and text can.")
            % {"name": uploaded.name},
            "type",
        ) from None


def prune_unused() -> int:
    """Delete uploads that no comment took; returns how many."""
    old = Attachment.objects.filter(
        comment__isnull=True, created_at__lt=timezone.now() - KEPT_UNUSED
    )
    return PRUNING.each(old.order_by("pk"), Attachment.delete)


def _prune_again(key: str) -> None:
    if key.isdecimal():
        for attachment in Attachment.objects.filter(pk=int(key), comment__isnull=True):
            attachment.delete()


PRUNING = Queue("unused-upload", _("Deleting unused uploads"), again=_prune_again)
