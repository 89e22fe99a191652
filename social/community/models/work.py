"""What needs a hand: the queue, and the hints sent to people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.stored import ObjectField
from social.community.models.room import RoomSettings
from social.community.queue.rule import LONGEST_NAME, about_people

if TYPE_CHECKING:
    from social.people.models import User

LOOKED_THROUGH = 200  # of a long queue, when a few of each kind are wanted


def _switched_off() -> models.Q:
    """What is about single people, while the works council's switch is off."""
    off = models.Exists(RoomSettings.objects.filter(people_parts=False))
    return models.Q(off, rule__in=about_people())


class ItemQuerySet(models.QuerySet["Item"]):
    def waiting(self) -> ItemQuerySet:
        """Open and due to be seen: not held out, not postponed to a later day, not switched off."""
        later = models.Q(hidden_until__gt=timezone.localdate())
        open_ = self.filter(state=Item.State.OPEN, held_out=False)
        return open_.exclude(later).exclude(_switched_off())

    def some_of_each(self, most: int, of_each: int = 2) -> list[Item]:
        """The first lines, a few of each kind, so that none drowns the others."""
        seen: Counter[str] = Counter()
        chosen: list[Item] = []
        for item in self.select_related("page", "owner")[:LOOKED_THROUGH]:
            seen[item.rule] += 1
            if seen[item.rule] <= of_each:
                chosen.append(item)
        return chosen[:most]

    def visible_to(self, user: User) -> ItemQuerySet:
        """Community managers see what concerns pages that they may see; others nothing."""
        from social.people.rights import manages_community
        from social.subjects.access import page_filter

        if not user.is_authenticated or not manages_community(user):
            return self.none()
        return self.filter(models.Q(page__isnull=True) | page_filter(user, "page__"))


class Item(models.Model):
    """One thing in the queue, about a page or a group, never about a person's activity.

    A tenth is held out: nothing is shown and nobody is told, only its outcome is recorded.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")
        SOLVED = "solved", _("settled by itself")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("it helped")
        NO_CHANGE = "no-change", _("nothing changed")
        NOT_NEEDED = "not-needed", _("was not needed")

    rule = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=80)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    data = ObjectField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    hidden_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    held_out = models.BooleanField(default=False)
    acted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When its cause was gone, whoever closed it.")
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at"]
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="each_item_once")]
        indexes = [models.Index(fields=["state", "due_on"], name="item_state_due")]

    def __str__(self) -> str:
        return f"{self.rule} {self.key}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and it still waits."""
        today = timezone.localdate()
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def for_person(self, user: User) -> NudgeQuerySet:
        """Hints waiting for this person, about pages that this person still sees."""
        from social.subjects.access import page_filter

        if not user.is_authenticated:
            return self.none()
        mine = self.filter(person_id=user.pk, held_out=False, closed_at__isnull=True)
        seen = mine.filter(models.Q(page__isnull=True) | page_filter(user, "page__"))
        return seen.exclude(_switched_off())


class Nudge(models.Model):
    """A hint to one person, never about that person to somebody else."""

    rule = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=80)
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    data = ObjectField(default=dict)
    held_out = models.BooleanField(default=False)
    sent_at = models.DateTimeField(default=timezone.now)
    acted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When its cause was gone, whoever put it away.")
    )

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "key", "person"], name="each_hint_once")
        ]
        indexes = [models.Index(fields=["person", "closed_at"], name="nudge_person_open")]

    def __str__(self) -> str:
        return f"{self.rule} to {self.person_id}"


class Mute(models.Model):
    """Somebody does not want this kind of hint."""

    rule = models.CharField(max_length=LONGEST_NAME)
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "person"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} mutes {self.rule}"
