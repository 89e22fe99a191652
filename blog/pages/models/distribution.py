"""Whom a page is for, what it serves, what changed in it; and the banner above all pages.

All of it belongs to the content: rows hang on the language version that existed first
(`canonical_page_id`), and language versions share them.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

__all__ = [
    "Campaign",
    "PageAudience",
    "PageUpdate",
]


class Campaign(models.Model):
    """Pages that serve one aim and are measured together."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    goal = models.CharField(
        _("goal"), max_length=300, blank=True, help_text=_("What will be different afterwards?")
    )
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("goal"),
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
    ]

    class Meta:
        ordering = ["-starts_on", "name"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message=_("A campaign cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PageAudience(Orderable):
    """That a page is addressed to an audience: on their start page and in their digest."""

    page = ParentalKey(
        "pages.ContentPage", on_delete=models.CASCADE, related_name="addressed_audiences"
    )
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        related_name="addressed_pages",
    )

    panels = [FieldPanel("audience")]

    class Meta(Orderable.Meta):
        verbose_name = _("audience of a page")
        verbose_name_plural = _("audiences of pages")

    def __str__(self) -> str:
        return f"{self.page_id}:{self.audience_id}"


class PageUpdate(Orderable):
    """A line of the update log that readers see."""

    class Kind(models.TextChoices):
        MINOR = "minor", _("small correction")
        MATERIAL = "material", _("material change")

    page = ParentalKey("pages.ContentPage", on_delete=models.CASCADE, related_name="updates")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    date = models.DateField(_("date"), default=timezone.localdate)
    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.MINOR,
        help_text=_("A material change asks again those who must confirm reading."),
    )
    note = models.CharField(_("what changed"), max_length=300)

    panels = [FieldPanel("date"), FieldPanel("kind"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def __str__(self) -> str:
        return self.note


class AlertBanner(models.Model):
    """One sentence above every page, from one moment to another; only one at a time."""

    class Tone(models.TextChoices):
        INFO = "info", _("information")
        WARNING = "warning", _("warning")
        DANGER = "danger", _("danger")

    text_pl = models.CharField(_("text in Polish"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=200)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with more"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    tone = models.CharField(_("tone"), max_length=8, choices=Tone.choices, default=Tone.WARNING)
    starts_at = models.DateTimeField(_("start"), default=timezone.now)
    ends_at = models.DateTimeField(_("end"))

    panels = [
        FieldPanel("text_pl"),
        FieldPanel("text_en"),
        FieldPanel("page"),
        FieldPanel("tone"),
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
    ]

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = _("alert banner")
        verbose_name_plural = _("alert banners")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="alert_ends_after_it_starts",
                violation_error_message=_("The banner would end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.text_pl

    def clean(self) -> None:
        super().clean()
        if not self.starts_at or not self.ends_at:
            return
        others = AlertBanner.objects.exclude(pk=self.pk)
        meanwhile = others.filter(starts_at__lt=self.ends_at, ends_at__gt=self.starts_at).first()
        if meanwhile:
            raise ValidationError(
                _("Another banner is up at that time: “%(text)s”. Change its end first.")
                % {"text": meanwhile.text_pl}
            )
