"""What community managers steer search with, and what was searched for (without names)."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ground import stored
from search.analysis.folding import fold

LONGEST_QUERY = 120
FEWEST_PEOPLE = 2  # a report of what one person searches for would tell on them


def normalised(text: str) -> str:
    """A query as it is compared and counted: folded, one space, no signs at its ends."""
    return " ".join(fold(text).split()).strip("?!.,; ")[:LONGEST_QUERY]


class Synonym(models.Model):
    """Words that find each other: "L4, zwolnienie lekarskie, chorobowe"."""

    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_("Words that mean the same, divided by commas. Who searches for one finds all."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["words"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    panels = [FieldPanel("words"), FieldPanel("is_active")]

    def __str__(self) -> str:
        return self.words

    @property
    def group(self) -> list[str]:
        return [word for part in self.words.split(",") if (word := " ".join(part.split()))]

    def clean(self) -> None:
        if len(self.group) < 2:
            raise ValidationError({"words": _("Give at least two words, divided by a comma.")})
        self.words = ", ".join(dict.fromkeys(self.group))

    @classmethod
    def groups(cls) -> list[list[str]]:
        """All groups in use. One query."""
        return [synonym.group for synonym in cls.objects.filter(is_active=True)]


class Exclusion(models.Model):
    """A page that people who type this phrase do not mean: it is left out of their results."""

    phrase = models.CharField(
        _("phrase"),
        max_length=LONGEST_QUERY,
        help_text=_("What people type, the whole query. Letter case and diacritics do not matter."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("This page is not shown in answer to the phrase."),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    folded = models.CharField(max_length=LONGEST_QUERY, editable=False, db_index=True)

    class Meta:
        ordering = ["phrase", "pk"]
        verbose_name = _("excluded phrase")
        verbose_name_plural = _("excluded phrases")
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "page"],
                name="page_excluded_once_for_a_phrase",
                violation_error_message=_("This page is excluded for this phrase already."),
            )
        ]

    panels = [FieldPanel("phrase"), FieldPanel("page"), FieldPanel("reason")]

    def __str__(self) -> str:
        return self.phrase

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = normalised(self.phrase)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.folded = normalised(self.phrase)
        if not self.folded:
            raise ValidationError({"phrase": _("Give at least one word.")})


class AskedQuerySet(models.QuerySet["Asked"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def by_query(self, minimum: int) -> Any:
        """One row for each query asked by at least `minimum` people: how often, by how many
        people, hits (the latest count), clicks."""
        return (
            self.values("query")
            .annotate(
                people=Count("marker", distinct=True),
                times=Sum("times"),
                hits=Avg("hits"),
                clicks=Sum("clicks"),
                last_day=Max("day"),
                shown=Max("text"),
            )
            .filter(people__gte=minimum)
        )


class Asked(models.Model):
    """A query that somebody asked on a day. It does not say who.

    `marker` tells people who ask the same query apart, so that they can be counted. It is a keyed
    hash of the person *and* the query: markers of one person for two queries differ, so that
    nobody's searches can be put together.
    """

    day = models.DateField()
    query = models.CharField(max_length=LONGEST_QUERY)
    text = models.CharField(max_length=LONGEST_QUERY)  # as it was typed last
    marker = models.CharField(max_length=16)
    language = models.CharField(max_length=8, blank=True)
    times = models.PositiveIntegerField(default=1)
    hits = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "query", "marker"], name="query_once_a_day_for_each_marker"
            )
        ]
        indexes = [models.Index(fields=["query", "day"], name="asked_query_day")]

    def __str__(self) -> str:
        return self.text


@register_setting(icon="search")
class SearchSettings(BaseGenericSetting):
    """How long searches are remembered, and how many people hide each one."""

    keep_days = models.PositiveSmallIntegerField(
        _("keep searches for"),
        default=180,
        validators=[MaxValueValidator(3650)],
        help_text=_("Days. 0 remembers nothing."),
    )
    minimum_people = models.PositiveSmallIntegerField(
        _("fewest people"),
        default=5,
        validators=[MinValueValidator(FEWEST_PEOPLE)],
        help_text=_("A search is shown in reports only if so many different people asked it."),
    )

    panels = [FieldPanel("keep_days"), FieldPanel("minimum_people")]

    class Meta:
        verbose_name = _("search")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_people__gte=FEWEST_PEOPLE),
                name="search_report_hides_single_people",
            )
        ]

    @property
    def oldest_day(self) -> date:
        return timezone.localdate() - stored.days(self.keep_days)
