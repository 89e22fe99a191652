"""The text of a document, kept beside it so that it is read once."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model_string
from wagtail.search import index

from search.extraction import notes

# Raise it when files are read better than before: the worker reads all of them again.
READERS = 1


class ExtractedText(models.Model):
    """What stands in a file, kept beside it so that it is read once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        EMPTY = "empty", _("holds no text")
        FAILED = "failed", _("cannot be read")

    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    text = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)  # codes of `notes`, with blanks between
    pages = models.PositiveIntegerField(default=0)
    empty_pages = models.PositiveIntegerField(
        default=0, help_text=_("Pages without text: most likely scanned.")
    )
    language = models.CharField(max_length=8, blank=True)
    file_hash = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    readers = models.PositiveSmallIntegerField(default=0)  # READERS when it was last begun

    class Meta:
        abstract = True

    @property
    def notes(self) -> list[str]:
        return self.note.split()

    @property
    def sentences(self) -> list[str]:
        """What people who look after files should know about this one."""
        found = notes.sentences(self.notes)
        if self.empty_pages:
            scanned = ngettext(
                "%(n)d page has no text, most likely because it was scanned.",
                "%(n)d pages have no text, most likely because they were scanned.",
                self.empty_pages,
            )
            found.append(scanned % {"n": self.empty_pages})
        return found


class FileText(index.Indexed, ExtractedText):
    """What stands in a document of Wagtail's library. Search finds documents by this row."""

    document = models.OneToOneField(
        get_document_model_string(),
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="extracted",
    )

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("filename"),
        index.SearchField("text", role="attachment"),
        index.RelatedFields(
            "document",
            [
                index.RelatedFields("tags", [index.SearchField("name", boost=2)]),
                index.FilterField("uploaded_by_user"),
                index.FilterField("created_at"),
            ],
        ),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.document.title)

    @property
    def filename(self) -> str:
        return str(self.document.filename)

    def get_search_language(self) -> str:
        return self.language

    def get_search_date(self) -> datetime | None:
        moment: datetime | None = self.document.created_at
        return moment
