"""Audiences: whom something is for, by rules over what is known of people."""

from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from ground import stored
from social.people.models.organisation import Department
from social.people.models.user import User, UserQuerySet
from social.people.rights import OWN_RIGHTS

__all__ = ["Audience", "AudienceMember", "AudienceRule"]


class AudienceQuerySet(models.QuerySet["Audience"]):
    def of(self, person: User) -> "AudienceQuerySet":
        """The audiences that this person belongs to."""
        return self.filter(members__person=person)


class Audience(ClusterableModel):
    """People who match any including rule and no excluding one.

    Membership is stored, so that asking who belongs costs one indexed query; see
    `social.people.audiences` for what keeps it current.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("description"), max_length=250, blank=True)
    group = models.OneToOneField(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="audience",
    )
    size = models.PositiveIntegerField(_("people"), default=0, editable=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:directory") + f"?audience={self.pk}"

    def people(self) -> UserQuerySet:
        """Those who match the rules now, in one SQL query; saved or not."""
        included, excluded = Q(), Q()
        rules = list(self.rules.all())
        if not any(not rule.excludes for rule in rules):
            return User.objects.none()
        for rule in rules:
            if rule.excludes:
                excluded |= rule.condition()
            else:
                included |= rule.condition()
        people = User.objects.active().filter(included)
        return people.exclude(excluded) if excluded else people

    def current_members(self) -> UserQuerySet:
        """The people whose membership is stored, without those who left the company."""
        return User.objects.active().filter(audience_memberships__audience=self)


class AudienceRule(ClusterableModel, Orderable):
    """A conjunction of conditions, each a list of alternatives.

    A rule without conditions matches nobody unless it says "everybody": were it otherwise, the
    deletion of a department could open to all what was restricted to it.
    """

    audience = ParentalKey(Audience, on_delete=models.CASCADE, related_name="rules")
    excludes = models.BooleanField(
        _("leave these people out"),
        default=False,
        help_text=_("People who match are left out, whatever other rules say."),
    )
    everybody = models.BooleanField(_("everybody in the company"), default=False)
    needs_attention = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("The only value of a condition was deleted; the rule matches nobody."),
    )
    departments = ParentalManyToManyField(
        "people.Department", verbose_name=_("departments"), blank=True, related_name="+"
    )
    with_subdepartments = models.BooleanField(_("with all that lies below"), default=True)
    locations = ParentalManyToManyField(
        "people.Location", verbose_name=_("locations"), blank=True, related_name="+"
    )
    levels = ParentalManyToManyField(
        "people.Level", verbose_name=_("levels"), blank=True, related_name="+"
    )
    languages = ParentalManyToManyField(
        "people.Language", verbose_name=_("languages"), blank=True, related_name="+"
    )
    groups = ParentalManyToManyField(
        "auth.Group",
        verbose_name=_("groups"),
        blank=True,
        related_name="+",
        limit_choices_to=Q(audience=None),
    )
    people = ParentalManyToManyField(
        "people.User", verbose_name=_("people by name"), blank=True, related_name="+"
    )
    started_from = models.DateField(_("started work on or after"), null=True, blank=True)
    started_until = models.DateField(_("started work on or before"), null=True, blank=True)
    started_within_days = models.PositiveSmallIntegerField(
        _("started in the last … days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20_000)],
        help_text=_("Also people whose first day is still to come."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_from__isnull=True)
                | Q(started_until__isnull=True)
                | Q(started_until__gte=models.F("started_from")),
                name="audience_rule_ends_after_it_starts",
                violation_error_message=_("The later date lies before the earlier one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience_id}:{self.pk}"

    def clean(self) -> None:
        super().clean()
        self.needs_attention = False
        if self.started_from and self.started_until and self.started_until < self.started_from:
            raise ValidationError(
                {"started_until": _("The later date lies before the earlier one.")}
            )

    def condition(self) -> Q:
        """What a person must fulfil. Many-to-many parts are subqueries, so rows never multiply."""
        condition = self._about_place() & self._about_start() & self._about_belonging()
        if self.needs_attention or (not condition and not self.everybody):
            return Q(pk__in=[])
        return condition or Q(pk__isnull=False)

    def _about_belonging(self) -> Q:
        condition = Q()
        if languages := [item.pk for item in self.languages.all()]:
            speakers = User.languages.through.objects.filter(language_id__in=languages)
            condition &= Q(pk__in=speakers.values("user_id"))
        if groups := [item.pk for item in self.groups.all()]:
            members = User.groups.through.objects.filter(group_id__in=groups)
            condition &= Q(pk__in=members.values("user_id"))
        if people := [item.pk for item in self.people.all()]:
            condition &= Q(pk__in=people)
        return condition

    def _about_place(self) -> Q:
        condition = Q()
        if departments := list(self.departments.all()):
            # A subquery, so that the database looks at the few departments first.
            within = Q(pk__in=[department.pk for department in departments])
            if self.with_subdepartments:
                for department in departments:
                    within |= Q(path__startswith=department.path)
            condition &= Q(department__in=Department.objects.filter(within).order_by())
        if locations := [item.pk for item in self.locations.all()]:
            condition &= Q(location_id__in=locations)
        if levels := [item.pk for item in self.levels.all()]:
            condition &= Q(level_id__in=levels)
        return condition

    def _about_start(self) -> Q:
        condition = Q()
        if self.started_from:
            condition &= Q(start_date__gte=self.started_from)
        if self.started_until:
            condition &= Q(start_date__lte=self.started_until)
        if self.started_within_days is not None:
            condition &= Q(start_date__gte=_days_ago(self.started_within_days))
        return condition


def _days_ago(days: int) -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone()) - stored.days(days)


class AudienceMember(models.Model):
    """That a person belongs to an audience, since when. Written by `social.people.audiences`."""

    audience = models.ForeignKey(
        Audience, on_delete=models.CASCADE, related_name="members", db_index=False
    )  # the constraint below is its index
    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="audience_memberships"
    )
    since = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("member of an audience")
        verbose_name_plural = _("members of audiences")
        # Here, and not on people: Wagtail shows the log of a kind of thing, sanctions of people among
        # them, to whoever has any permission on it. Of members no log is kept.
        permissions = OWN_RIGHTS
        constraints = [
            models.UniqueConstraint(fields=["audience", "person"], name="member_once_an_audience")
        ]

    def __str__(self) -> str:
        return f"{self.audience_id}:{self.person_id}"
