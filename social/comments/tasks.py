"""Housekeeping of conversations, and reading the files that are attached."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from ground.queues.queue import Queue
from search.extraction.actions import read_file_into
from search.extraction.models import READERS
from search.extraction.unread import begin
from social.comments.actions.uploads import prune_unused
from social.comments.models import Attachment, AttachmentText


@task()
def prune_uploads() -> int:
    """Delete uploads that no comment took within two days."""
    return prune_unused()


@task()
def read_attachment(pk: int) -> None:
    """Read the text of a file; does nothing if it is gone or was read before."""
    READING.try_one(pk, lambda: _read(pk))


def _read(pk: int) -> None:
    attachment = Attachment.objects.filter(pk=pk).first()
    if attachment is None or attachment.is_image:
        return
    row, _created = AttachmentText.objects.get_or_create(attachment=attachment)
    read_file_into(row, attachment.file, attachment.name)


def _again(key: str) -> None:
    if key.isdecimal():
        _read(int(key))


READING = Queue("comments.files", _("Reading files of comments"), again=_again)


def unread(limit: int) -> Iterable[tuple[Any, int]]:
    """Files of comments that were never read, or by readers that were worse."""
    missing = Q(extracted__isnull=True) | Q(extracted__readers__lt=READERS)
    files = Attachment.objects.filter(missing, comment__isnull=False, width__isnull=True)
    for attachment in files.order_by("-pk")[:limit]:
        row, _created = AttachmentText.objects.get_or_create(attachment=attachment)
        begin(row)
        yield read_attachment, attachment.pk
