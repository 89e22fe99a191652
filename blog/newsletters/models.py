"""Newsletters: chosen pages as one mail to an audience."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PreviewableMixin

from blog.newsletters.rendering import render

__all__ = ["Newsletter", "NewsletterDelivery", "NewsletterItem"]

TIME_TO_WRITE = timedelta(minutes=15)  # between choosing "now" and saving
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class Newsletter(PreviewableMixin, ClusterableModel):
    """Chosen pages with a greeting. Each reader gets those that they may see, in their language."""

    subject_pl = models.CharField(_("subject in Polish"), max_length=120)
    subject_en = models.CharField(_("subject in English"), max_length=120)
    intro_pl = models.TextField(_("greeting in Polish"), max_length=1000, blank=True)
    intro_en = models.TextField(_("greeting in English"), max_length=1000, blank=True)
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        related_name="newsletters",
    )
    send_at = models.DateTimeField(
        _("send at"), null=True, blank=True, help_text=_("Empty: not sent yet, still a draft.")
    )
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("subject_pl"), FieldPanel("intro_pl")], heading=_("Polish")),
        MultiFieldPanel([FieldPanel("subject_en"), FieldPanel("intro_en")], heading=_("English")),
        InlinePanel("items", heading=_("Pages"), label=_("page"), min_num=1),
        FieldPanel("audience"),
        FieldPanel("send_at"),
    ]

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")

    def __str__(self) -> str:
        return self.subject_pl

    def clean(self) -> None:
        super().clean()
        if self.pk and Newsletter.objects.filter(pk=self.pk, started_at__isnull=False).exists():
            raise ValidationError(_("This newsletter has been sent; copy it to send another."))
        if self.send_at and self.send_at < timezone.now() - TIME_TO_WRITE:
            known = Newsletter.objects.filter(pk=self.pk, send_at=self.send_at)
            if not known.exists():
                raise ValidationError(
                    {"send_at": _("This moment has passed. To send it now, say the present time.")}
                )

    def subject(self, language: str) -> str:
        return self.subject_pl if language == "pl" else self.subject_en

    def intro(self, language: str) -> str:
        return self.intro_pl if language == "pl" else self.intro_en

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("pl", _("Polish")), ("en", _("English"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        html, _text = render(self, request.user, mode_name or "pl")
        response = HttpResponse(html)
        # A mail carries its style inline, which pages of the site may not.
        response["Content-Security-Policy"] = PREVIEW_POLICY
        return response

    @property
    def state(self) -> Any:
        """Where it stands, in a word."""
        if self.finished_at:
            return _("sent")
        if self.started_at:
            return _("being sent")
        return _("scheduled") if self.send_at else _("draft")


class NewsletterItem(Orderable):
    newsletter = ParentalKey(Newsletter, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("page of a newsletter")
        verbose_name_plural = _("pages of newsletters")

    def __str__(self) -> str:
        return f"{self.newsletter_id}:{self.page_id}"


class NewsletterDelivery(models.Model):
    """That somebody was sent a newsletter: the ledger that makes sending safe to repeat."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("newsletter sent")
        verbose_name_plural = _("newsletters sent")
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "person"], name="newsletter_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id}:{self.person_id}"
