"""What concerns a person: visible to that person, and to others only by their own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.stored import ObjectField
from social.analytics.models import Objection

if TYPE_CHECKING:
    from social.people.models import User

LASTS_MONTHS = 12


class Standing(models.Model):
    """The evidence about one person in the latest 90 days, for that person.

    A community manager reads it only while the person is a candidate.
    """

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    evidence = ObjectField(default=dict)
    interactions = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    window_start = models.DateField()
    window_end = models.DateField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.window_end}"


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    def current(self) -> AmbassadorQuerySet:
        """Not withdrawn, not expired, still in the company, no objection."""
        return self.filter(
            withdrawn_at__isnull=True,
            expires_on__gte=timezone.localdate(),
            person__is_active=True,
        ).exclude(person__in=Objection.objects.values("person"))

    def visible_to(self, user: User) -> AmbassadorQuerySet:
        """Candidates for community managers while person-level parts are on; else oneself."""
        from social.community.models.room import RoomSettings
        from social.people.rights import manages_community

        if not user.is_authenticated:
            return self.none()
        if manages_community(user) and RoomSettings.load().people_parts:
            return self.current()
        return self.filter(person_id=user.pk)


class Ambassador(models.Model):
    """Somebody who volunteered: as a candidate, a helper or a buddy. Ends after twelve months."""

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("in your own words"), max_length=600)
    is_candidate = models.BooleanField(_("I would be an ambassador"), default=True)
    is_helper = models.BooleanField(_("ask me when a question stays open"), default=False)
    is_buddy = models.BooleanField(_("I would look after a newcomer"), default=False)
    likes_new_tools = models.BooleanField(
        _("I like to try new ways of working and new tools"), default=False
    )
    appointed_on = models.DateField(null=True, blank=True)
    thanked_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")

    def __str__(self) -> str:
        return f"{self.person_id} volunteers"

    @property
    def is_current(self) -> bool:
        """Neither withdrawn nor expired."""
        return self.withdrawn_at is None and self.expires_on >= timezone.localdate()


class Nomination(models.Model):
    """A colleague proposes somebody; only the nominated person sees it and decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    nominated_by = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(_("why"), max_length=400)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "nominated_by"], name="nominated_once_by_each_colleague"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("nominated_by")),
                name="nobody_nominates_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominated_by_id} nominates {self.person_id}"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, user: User) -> IntroductionQuerySet:
        """The two people themselves; the second only once the first has said yes."""
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(first_id=user.pk) | models.Q(second_id=user.pk, first_says=True)
        return self.filter(mine)


class Introduction(models.Model):
    """Two people who might like to meet, with the reason; both have to say yes.

    The second is asked when the first has agreed, so that nobody learns of a refusal.
    """

    first = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("subjects.Topic", on_delete=models.CASCADE, related_name="+")
    first_says = models.BooleanField(null=True)
    second_says = models.BooleanField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="introduced_once"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="introduced_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} meets {self.second_id}"

    @property
    def is_made(self) -> bool:
        """Both said yes."""
        return bool(self.first_says and self.second_says)

    def other(self, user: Any) -> Any:
        """The colleague on the other side."""
        return self.second if user.pk == self.first_id else self.first


class Look(models.Model):
    """The audit trail: who looked at whose card or plan, when, and why it was shown."""

    viewer = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=16)
    detail = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["person", "created_at"], name="look_person_created")]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.person_id} in {self.place}"
