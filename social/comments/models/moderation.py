"""What a community manager looks after: concerns about comments, and sanctions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> "ConcernQuerySet":
        return self.filter(closed_at__isnull=True)


class Concern(models.Model):
    """A reason why a community manager should look at a comment."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("reported")
        FIRST_COMMENT = "first", _("first comment of a new person")
        WATCHED_WORD = "word", _("watched word")
        MANY_LINKS = "links", _("many links")
        TOO_FAST = "fast", _("written very fast")
        APPEAL = "appeal", _("appeal")

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is unkind or offends somebody")
        PRIVATE = "private", _("It shows personal or confidential information")
        OFF_TOPIC = "off-topic", _("It belongs somewhere else")
        WRONG = "wrong", _("It is wrong or misleads")
        SPAM = "spam", _("It is advertising or spam")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        HIDDEN = "hidden", _("hidden")
        KEPT_HIDDEN = "kept", _("stays hidden")
        WITHDRAWN = "withdrawn", _("withdrawn")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="concerns"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns_raised",
    )
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns_closed",
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "raised_by"],
                condition=Q(kind="reported", closed_at__isnull=True),
                name="concern_reported_once_by_each_person",
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(kind="appeal"),
                name="concern_one_appeal_for_each_comment",
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "created_at"], name="concern_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment_id}"


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self) -> "SanctionQuerySet":
        """Pauses that have neither run out nor been lifted."""
        return self.filter(
            kind=Sanction.Kind.PAUSE, lifted_at__isnull=True, until__gt=timezone.now()
        )


class Sanction(models.Model):
    """A warning, or a pause from writing for a time."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("warning")
        PAUSE = "pause", _("pause from writing")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sanctions"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("warning or pause")
        verbose_name_plural = _("warnings and pauses")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="pause") | Q(until__isnull=False),
                name="sanction_pause_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_id}"
