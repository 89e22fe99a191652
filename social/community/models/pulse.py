"""The anonymous pulse. There are no answer sheets, only running tallies."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class PulseQuerySet(models.QuerySet["Pulse"]):
    def open(self) -> "PulseQuerySet":
        """Rounds that can be answered today."""
        today = timezone.localdate()
        return self.filter(opens_on__lte=today, closes_on__gte=today)


class Pulse(models.Model):
    """One round, usually a quarter's. Results appear when it has closed."""

    opens_on = models.DateField(unique=True)
    closes_on = models.DateField()
    invited = models.PositiveIntegerField(default=0)

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=models.F("opens_on")), name="pulse_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens_on:%Y-%m}"


class PulseTally(models.Model):
    """How many people gave this answer to this item. Rises by one; nothing links to a person."""

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="tallies")
    item = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pulse", "item", "answer"], name="one_tally_an_answer"),
            models.CheckConstraint(
                condition=Q(item__lte=7, answer__gte=1, answer__lte=5), name="pulse_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pulse_id}.{self.item}={self.answer}: {self.count}"


class PulseReply(models.Model):
    """That somebody took part, so that nobody does twice. No moment and no answers."""

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pulse", "person"], name="one_reply_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.pulse_id} {self.person_id}"
