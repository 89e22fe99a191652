"""Who is counted for what, in which groups, and everything that was ever published."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Enrolment", "Grouping", "Population", "Release"]


class Grouping(models.Model):
    """Into which group of a table a department or level falls. Written once: merging anew each
    month would show the difference, which is people."""

    table = models.CharField(max_length=16)
    source = models.PositiveBigIntegerField()
    group = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("grouping for numbers")
        verbose_name_plural = _("groupings for numbers")
        constraints = [
            models.UniqueConstraint(fields=["table", "source"], name="grouped_once_a_table")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.source}: {self.group}"


class Population(models.Model):
    """A frozen list of people with their groups; equal lists are stored once.

    It holds ids, and nothing that anybody did.
    """

    digest = models.CharField(max_length=64, unique=True)
    tables = models.JSONField(default=list)
    members = models.JSONField(default=list)  # [person, group in each table …]
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("people counted")
        verbose_name_plural = _("people counted")

    def __str__(self) -> str:
        return f"{self.size}: {self.digest[:8]}"


class Enrolment(models.Model):
    """Who is counted for an event since when. Whoever is added later is an enrolment of their
    own; nobody is ever in two of one event."""

    event = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="enrolments")
    is_named = models.BooleanField(
        default=False, help_text=_("Chosen by name: nothing is ever published of the event.")
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="enrolment_number_once")
        ]
        indexes = [models.Index(fields=["since"], name="enrolment_since")]

    def __str__(self) -> str:
        return f"{self.event} #{self.number}"


class Release(models.Model):
    """What was published of an event for a period: written once, read by every screen, export
    and mail. A cell that is not shown holds no number."""

    event = models.CharField(max_length=80)
    period = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField(default=1)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, related_name="releases"
    )
    design = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    is_withdrawn = models.BooleanField(
        default=False, help_text=_("An audit found that it told too much; it is not shown.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    audited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("published numbers")
        verbose_name_plural = _("published numbers")
        ordering = ["event", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "period", "number"], name="published_once_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.period} #{self.number}"
