"""How far a page reached in its first 30 days, kept when the names of its readers go."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.subjects.deletion import keep_with_other_language

__all__ = ["ReachSnapshot"]


class ReachSnapshot(models.Model):
    """Numbers about groups, taken once; small groups are hidden already."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="reach_snapshot"
    )
    people = models.PositiveIntegerField()
    readers = models.PositiveIntegerField()
    departments = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    days = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reach of the first 30 days")
        verbose_name_plural = _("reach of the first 30 days")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.readers}"
