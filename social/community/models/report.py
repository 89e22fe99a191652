"""State of the community: what the board reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.analytics import house

if TYPE_CHECKING:
    from social.people.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """Community managers see all, the board what is published, others nothing; nobody sees any
        while numbers about groups are switched off."""
        from social.people.rights import is_on_board, manages_community

        if not user.is_authenticated or house.is_off():
            return self.none()
        if manages_community(user):
            return self.all()
        if is_on_board(user):
            return self.filter(published_at__isnull=False)
        return self.none()


class Report(models.Model):
    """A month in words, written from the shown cells and edited by the community manager."""

    period = models.DateField()
    language = models.CharField(max_length=8)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(
        _("text"),
        help_text=_("Markdown. A reference such as [answered-questions] links to its evidence."),
    )
    edited_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "language"]
        constraints = [
            models.UniqueConstraint(fields=["period", "language"], name="one_report_a_month")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("community:report", args=[self.pk])
