"""The form of documents in Wagtail's admin."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from search.extraction.models import FileText


class DocumentForm(BaseDocumentForm):
    """Says below the file what search knows of it, and what it does not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            row = FileText.objects.filter(document=self.instance).first()
            self.fields["file"].help_text = what_search_knows(row)


def what_search_knows(row: FileText | None) -> str:
    """Sentences about the text of a file, as HTML."""
    if row is None or row.state == FileText.State.WAITING:
        return _("It is about to be read; until then search knows its title.")
    found = row.sentences
    if row.state == FileText.State.READ and not found:
        found = [_("Search knows all that it says.")]
    elif row.state == FileText.State.EMPTY and not found:
        found = [_("It holds no text, so search knows its title.")]
    return format_html("{}", format_html_join("\n", "{}", ((line,) for line in found)))
