"""What must be read, in which version, and who confirmed it.

All of it belongs to the content: rows hang on the language version that existed first
(`canonical_page_id`), and language versions share them.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from ground import stored
from social.subjects.deletion import keep_with_other_language


class MustRead(Orderable):
    """That an audience must confirm reading a page by a day."""

    page = ParentalKey("pages.ContentPage", on_delete=models.CASCADE, related_name="must_reads")
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("who must confirm"),
        on_delete=models.PROTECT,
        related_name="must_reads",
    )
    due_on = models.DateField(_("by"))
    days_for_newcomers = models.PositiveSmallIntegerField(
        _("days for people who join the audience later"),
        default=14,
        validators=[MaxValueValidator(3650)],
    )
    asked_since = models.DateTimeField(default=timezone.now, editable=False)

    panels = [
        FieldPanel("audience"),
        FieldPanel("due_on"),
        FieldPanel(
            "days_for_newcomers",
            heading=_("days of their own"),
            help_text=_("For people who join the audience later, and after a material change."),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("must-read")
        verbose_name_plural = _("must-reads")

    def __str__(self) -> str:
        return f"{self.page_id}:{self.audience_id}"

    def due_for(self, member_since: datetime, changed_at: datetime | None = None) -> date:
        """The day by which somebody who belongs to the audience since then must confirm.

        People who came after the question, and everybody after a material change (made at
        `changed_at`), have days of their own.
        """
        later = [at for at in (member_since, changed_at) if at and at > self.asked_since]
        days = stored.days(self.days_for_newcomers)
        return max([self.due_on, *(timezone.localdate(at) + days for at in later)])


class PageVersion(models.Model):
    """A version of a page that people confirm: the first, and one for each material change.

    Made on publication and never edited, so that evidence says exactly what was read.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="confirmable_versions"
    )
    number = models.PositiveSmallIntegerField()
    update_key = models.UUIDField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["page", "number"]
        verbose_name = _("version to confirm")
        verbose_name_plural = _("versions to confirm")
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="page_version_number_once"),
            models.UniqueConstraint(fields=["page", "update_key"], name="page_version_update_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"


class Acknowledgement(models.Model):
    """That somebody confirmed reading a version of a page. Evidence: never edited.

    Name and address are kept beside the person, so that evidence outlives the account.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="acknowledgements",
    )
    person_name = models.CharField(max_length=170)
    person_email = models.EmailField()
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("confirmation of reading")
        verbose_name_plural = _("confirmations of reading")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "person", "version"], name="acknowledge_once_a_version"
            )
        ]
        indexes = [models.Index(fields=["person", "page"], name="acknowledgement_person")]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.page_id} v{self.version}"
