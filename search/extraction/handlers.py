"""A new or changed document is read by the worker."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.documents import get_document_model

from search.extraction.models import FileText


def connect() -> None:
    post_save.connect(document_saved, get_document_model(), dispatch_uid="search.extraction")


def document_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Have the document findable by its title at once and by its text when it has been read."""
    from search.extraction.tasks import read_file

    if raw:
        return
    row, created = FileText.objects.get_or_create(document=instance)
    if not created:
        row.document = instance
        row.save()  # the title stands in the index
    transaction.on_commit(partial(read_file.enqueue, instance.pk))
