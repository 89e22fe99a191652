"""Numbers about groups, and how far they have been computed."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.people.models import User

if TYPE_CHECKING:
    from social.people.models import User


class MetricCell(models.Model):
    """A number that was counted before the ledger kept them, until it is carried over
    (`social.analytics.carried`). Nothing else reads or writes this table.
    """

    metric = models.CharField(max_length=4)
    part = models.CharField(max_length=16, blank=True)
    period = models.DateField(help_text=_("The first day of the month."))
    cell = models.CharField(max_length=64)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    contributors = models.PositiveIntegerField(null=True)
    suppressed = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "metric", "part", "cell"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "metric", "part", "cell"], name="one_value_a_cell_and_month"
            ),
            models.CheckConstraint(
                condition=models.Q(suppressed=False)
                | models.Q(
                    value__isnull=True,
                    low__isnull=True,
                    high__isnull=True,
                    n__isnull=True,
                    contributors__isnull=True,
                ),
                name="suppressed_cell_holds_no_number",
            ),
        ]
        indexes = [models.Index(fields=["metric", "part", "cell", "period"], name="cell_series")]

    def __str__(self) -> str:
        return f"{self.metric}{self.part and '.'}{self.part} {self.cell} {self.period:%Y-%m}"


class Fill(models.Model):
    """Which steps of a month are done, so that an interrupted refresh goes on where it stopped."""

    period = models.DateField()
    step = models.CharField(max_length=24)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "step"], name="each_step_of_a_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.period:%Y-%m}"


class RosterEntry(models.Model):
    """Where somebody belonged when a month began; later changes count from the next month."""

    period = models.DateField()
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        "people.Department", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    level = models.ForeignKey(
        "people.Level", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    location = models.ForeignKey(
        "people.Location", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    working_time = models.PositiveSmallIntegerField(default=100)
    is_leader = models.BooleanField(default=False)
    is_team = models.BooleanField(default=False, help_text=_("Belongs to the community team."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "person"], name="everybody_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period:%Y-%m}"


class FirstContribution(models.Model):
    """The month in which somebody first took part, noted once: cohorts must not drift as the
    months that are read move on. No month: before what was read when it was noted.
    """

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    month = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.month or 'earlier'}"


class ReaderCountQuerySet(models.QuerySet["ReaderCount"]):
    def people(self) -> dict[int, int]:
        """How many people read each page: never more than there are, for see `ReaderCount`."""
        everybody = User.objects.active().count()
        totals = self.order_by().values_list("page_id").annotate(total=models.Sum("readers"))
        return {page: min(total, everybody) for page, total in totals}


class ReaderCount(models.Model):
    """How many people read a page for the first time in a week; never who.

    Nobody counts twice while views keep their names. Who comes back after that (30 days) counts
    again, since nothing is kept that could tell: sums are at most the number of people.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text=_("The Monday."))
    readers = models.PositiveIntegerField()
    later = models.PositiveIntegerField(
        default=0,
        help_text=_("Who read an answer 28 to 90 days after it was found and took no part in it."),
    )

    objects = ReaderCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "week"], name="readers_of_a_page_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.week}: {self.readers}"


class Objection(models.Model):
    """Somebody does not want to be analysed (GDPR article 21): out of the graph at once."""

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} objects"
