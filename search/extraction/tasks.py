"""Reading documents in the worker."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.documents import get_document_model

from ground.queues.queue import Queue
from search.extraction.actions import read_document


@task()
def read_file(pk: int) -> str:
    """Read the text of a document; does nothing if it is gone or was read before."""
    states: list[str] = []
    READING.try_one(pk, lambda: states.append(_read(pk)))
    return "".join(states)


def _read(pk: int) -> str:
    document = get_document_model().objects.filter(pk=pk).first()
    return read_document(document).state if document else ""


def _again(key: str) -> None:
    if key.isdecimal():
        _read(int(key))


def _address(key: str) -> str:
    return reverse("wagtaildocs:edit", args=[key]) if key.isdecimal() else ""


READING = Queue("document", _("Reading documents"), again=_again, address=_address)
