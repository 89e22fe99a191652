"""What people have decided about the room."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.stored import ObjectField
from social.analytics.suppression import LEGAL_CONTRIBUTORS, LEGAL_DOMINANCE, LEGAL_PEOPLE, Rule


def default_weights() -> dict[str, float]:
    """The weights of the criteria as tested: set by people, shown, never fitted."""
    from social.analytics.analysis.criteria import DEFAULT_WEIGHTS

    return dict(DEFAULT_WEIGHTS)


class RoomSettings(models.Model):
    """One row. Privacy limits can be stricter than the law of the house, never looser."""

    people_parts = models.BooleanField(
        _("profiles, volunteers, planner and introductions"),
        default=True,
        help_text=_("Switch off when the works council or the law asks for it."),
    )
    group_numbers = models.BooleanField(
        _("numbers about groups"),
        default=True,
        help_text=_(
            "Reach, onboarding, campaigns and this room's numbers. Switched off, none is computed "
            "or shown anywhere."
        ),
    )
    least_people = models.PositiveSmallIntegerField(
        _("people in a shown cell"),
        default=LEGAL_PEOPLE,
        validators=[MinValueValidator(LEGAL_PEOPLE)],
    )
    least_contributors = models.PositiveSmallIntegerField(
        _("contributors in a shown cell"),
        default=LEGAL_CONTRIBUTORS,
        validators=[MinValueValidator(LEGAL_CONTRIBUTORS)],
    )
    most_dominance = models.FloatField(
        _("largest share of one person"),
        default=LEGAL_DOMINANCE,
        validators=[MinValueValidator(0.05), MaxValueValidator(LEGAL_DOMINANCE)],
    )
    unit_depth = models.PositiveSmallIntegerField(
        _("level of the department tree"),
        null=True,
        blank=True,
        help_text=_(
            "At which depth departments are compared; empty: the highest that are several."
        ),
    )
    merged_name = models.CharField(
        _("name of the group of small departments"),
        max_length=60,
        blank=True,
        help_text=_(
            "Departments too small to be shown are counted together, always in the same group."
        ),
    )
    leaders_from = models.ForeignKey(
        "people.Level",
        verbose_name=_("leaders start at this level"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Usually directors; empty: only the board. At least five leaders are needed."),
    )
    opens = models.PositiveSmallIntegerField(
        _("the working day starts at"), default=8, validators=[MaxValueValidator(23)]
    )
    closes = models.PositiveSmallIntegerField(
        _("and ends at"), default=16, validators=[MaxValueValidator(24)]
    )
    polish_holidays = models.BooleanField(_("public holidays of Poland are free"), default=True)
    answer_target = models.PositiveSmallIntegerField(
        _("half of the questions answered within, working hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Your own target for the time to a first answer; empty: none."),
    )
    weights = ObjectField(default=default_weights, editable=False)
    weekly_mail = models.BooleanField(_("send the weekly mail"), default=True)
    deputy = models.ForeignKey(
        "people.User",
        verbose_name=_("deputy"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "A community manager who covers the queue while you are away: hears of it with the "
            "hand-over note, and new lines of the queue are theirs."
        ),
    )
    deputy_until = models.DateField(_("until"), null=True, blank=True)
    hand_over = models.TextField(_("hand-over note"), max_length=4000, blank=True)
    refresh_progress = models.PositiveSmallIntegerField(default=100, editable=False)
    refreshed_at = models.DateTimeField(null=True, blank=True, editable=False)
    summary = ObjectField(default=dict, editable=False)

    class Meta:
        verbose_name = _("community room settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_room_settings"),
            models.CheckConstraint(
                condition=models.Q(
                    least_people__gte=LEGAL_PEOPLE,
                    least_contributors__gte=LEGAL_CONTRIBUTORS,
                    most_dominance__lte=LEGAL_DOMINANCE,
                ),
                name="privacy_limits_are_not_loosened",
            ),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens"), closes__lte=24),
                name="working_day_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def load(cls) -> RoomSettings:
        """The row, or the defaults before anybody has changed them. One query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def covered_by(self) -> int | None:
        """The deputy who covers the queue today, if any."""
        if self.deputy_until is None or self.deputy_until < timezone.localdate():
            return None
        return self.deputy_id

    @property
    def criteria_weights(self) -> dict[str, float]:
        """The weights; as tested where what is stored is no number."""
        usual = default_weights()
        stored = {key: self.weights.get(key) for key in usual}
        kept = {
            key: float(weight)
            for key, weight in stored.items()
            if isinstance(weight, int | float) and weight >= 0
        }
        return usual | kept if any(kept.values()) else usual

    def rule(self) -> Rule:
        """The limits of a shown cell."""
        return Rule(self.least_people, self.least_contributors, self.most_dominance)
