"""Which page came from which file, so that an import can be repeated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedFile(models.Model):
    """A page made from a file.

    `digest` stands for what was last written to the page; empty while an import is under way.
    """

    under = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("under")
    )
    source = models.CharField(_("folder"), max_length=120)
    key = models.CharField(_("file"), max_length=500)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    digest = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [
            models.UniqueConstraint(fields=["under", "source", "key"], name="file_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.key}"
