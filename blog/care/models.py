"""Keeping guides true: when they were reviewed, and what readers say."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.subjects.deletion import keep_with_other_language

__all__ = ["GuideFeedback", "Review", "ReviewEntry"]


class Review(models.Model):
    """Where a page stands in its review cycle. One row for each cared-for page (canonical)."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="review"
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    next_on = models.DateField(_("next review"), null=True, blank=True, db_index=True)
    delegated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        help_text=_("Who does the coming review instead of the caretaker."),
    )
    reminded_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.next_on}"

    @property
    def is_overdue(self) -> bool:
        return self.next_on is not None and self.next_on < timezone.localdate()


class ReviewEntry(models.Model):
    """What somebody decided at a review; the history of care."""

    class Action(models.TextChoices):
        CONFIRMED = "confirmed", _("still right")
        POSTPONED = "postponed", _("postponed")
        DELEGATED = "delegated", _("passed on")

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="review_entries"
    )
    action = models.CharField(max_length=10, choices=Action.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    next_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("review decision")
        verbose_name_plural = _("review decisions")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.action}"


class GuideFeedback(models.Model):
    """What a reader says about a guide; one word each, which may change."""

    class Verdict(models.TextChoices):
        HELPFUL = "helpful", _("helpful")
        NOT_HELPFUL = "not-helpful", _("not helpful")
        OUTDATED = "outdated", _("out of date")

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="guide_feedback"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guide_feedback"
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    words = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("feedback on a guide")
        verbose_name_plural = _("feedback on guides")
        constraints = [
            models.UniqueConstraint(fields=["page", "person"], name="one_verdict_a_reader")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.verdict}"
