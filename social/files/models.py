"""What has used a file: more than Wagtail's reference index knows."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

__all__ = ["FileUse"]


class FileUse(models.Model):
    """That a page shows or has shown a file: live, in a draft, or in an older revision.

    Wagtail's index is written later, by a task, knows no drafts, and forgets a picture as soon as
    another takes its place. These rows are written with the page and its revisions. That of a
    deleted page stays when the page was closed: nothing is found by its key any more, so that its
    file stays closed until somebody frees it.
    """

    file_type = models.ForeignKey(
        ContentType, verbose_name=_("kind"), on_delete=models.CASCADE, related_name="+"
    )
    file_id = models.BigIntegerField(_("file"))
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    freed_at = models.DateTimeField(
        _("freed"), null=True, editable=False, help_text=_("It no longer keeps the file closed.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a file")
        verbose_name_plural = _("uses of files")
        constraints = [
            models.UniqueConstraint(
                fields=["file_type", "file_id", "page"], name="file_is_used_once_by_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_type_id}:{self.file_id} / {self.page_id}"
