"""Files that were never read, or by readers that were worse: after an update, after an import."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django_tasks import task
from wagtail.documents import get_document_model

from search.extraction.models import READERS, ExtractedText, FileText

AT_ONCE = 50  # files that are given to the worker in one turn

# How rooms above name their unread files: yields (task, primary key), the most urgent first.
Unread = Callable[[int], Iterable[tuple[Any, int]]]
_others: list[Unread] = []


def register(unread: Unread) -> None:
    _others.append(unread)


def begin(row: ExtractedText) -> None:
    """Note that a file has been given to the worker; saves nothing else of a row that may be odd."""
    type(row)._default_manager.filter(pk=row.pk).update(
        readers=READERS, state=ExtractedText.State.WAITING
    )


@task()
def read_unread() -> int:
    """Have the worker read some of the files that it has not read as well as it could."""
    waiting = [*_documents(AT_ONCE), *(pair for unread in _others for pair in unread(AT_ONCE))]
    for work, pk in waiting:
        work.enqueue(pk)
    return len(waiting)


def _documents(limit: int) -> Iterable[tuple[Any, int]]:
    from search.extraction.tasks import read_file

    missing = Q(extracted__isnull=True) | Q(extracted__readers__lt=READERS)
    documents = get_document_model().objects.filter(missing).order_by("-pk")[:limit]
    for document in documents:
        # Not given twice; what cannot be read is for the queue to try again.
        row, _created = FileText.objects.get_or_create(document=document)
        begin(row)
        yield read_file, document.pk
