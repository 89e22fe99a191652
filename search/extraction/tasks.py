"""Reading documents in the worker."""

from django_tasks import task
from wagtail.documents import get_document_model

from search.extraction.actions import read_document


@task()
def read_file(pk: int) -> str:
    """Read the text of a document; does nothing if it is gone or was read before."""
    document = get_document_model().objects.filter(pk=pk).first()
    return read_document(document).state if document else ""
