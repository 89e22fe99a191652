"""What each person wants to be told, by which channel and when."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from social.activity.deeds import Occasion
from social.notifications.models.ledger import Timing


class Preference(models.Model):
    """A person's choice for one occasion; without a row the defaults hold."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    inbox = models.BooleanField(default=True)
    mail = models.CharField(max_length=8, choices=Timing.choices, default=Timing.NEVER)
    push = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.UniqueConstraint(fields=["person", "occasion"], name="preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.occasion}"


class PersonalSettings(models.Model):
    """When a person may be disturbed; one row for each, made when first needed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_settings"
    )
    mails_off = models.BooleanField(_("No mails at all"), default=False)
    digest_time = models.TimeField(_("time of the digest"), default=time(8, 0))
    digest_weekday = models.PositiveSmallIntegerField(
        _("day of the weekly digest"),
        default=0,
        validators=[MaxValueValidator(6)],
        help_text=_("Monday is 0."),
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_at_weekends = models.BooleanField(_("quiet at weekends"), default=False)
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    # Links in mails from before then are dead: the person had left.
    links_since = models.DateTimeField(null=True, blank=True, editable=False)
    # Part of the signature of one's addresses for forwarding: another number ends them.
    address_revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
                violation_error_message=_("Give both ends of the quiet hours."),
            ),
            models.CheckConstraint(
                condition=Q(absent_from__isnull=True, absent_until__isnull=True)
                | Q(absent_until__gte=models.F("absent_from")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("An absence ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"notification settings of {self.person_id}"
