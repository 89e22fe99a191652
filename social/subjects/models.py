"""The columns by which a row attaches to a subject, and the topics that pages are about."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.models import Page
from wagtail.search import index

from social.people.collation import sort_key
from social.subjects.access import Person, page_filter


class SubjectModel(models.Model):
    """A row about a subject: always a page (a real key), and what on it."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    subject_kind = models.CharField(max_length=16, default="page")
    subject_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: Person) -> Self:
        """Topics of pages that this person sees: the name of another may tell too much."""
        pages = Page.objects.filter(page_filter(user), contentpage__page_topics__tag=OuterRef("pk"))
        return self.filter(Exists(pages))


class Topic(index.Indexed, TagBase):
    """What a page is about; people follow topics and are found by them."""

    free_tagging = True
    description = models.TextField(_("description"), blank=True, max_length=500)
    sort_key = models.CharField(max_length=220, editable=False, db_index=True)

    objects = TopicQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
    ]

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Where pages about it are listed: the room of pages says so, in `ABSOLUTE_URL_OVERRIDES`."""
        raise NotImplementedError

    def get_search_language(self) -> str:
        """Names are inflected as the house speaks."""
        return settings.LANGUAGE_CODE.partition("-")[0]


class Gate(models.Model):
    """A set of restrictions that some pages lie behind; its key is the number that others store.

    Written by `social.subjects.gates`. There is none for pages that are open: those have number 0.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class GateRestriction(models.Model):
    """One restriction of a gate: who is in one of these groups passes, with none nobody does."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="restrictions")
    groups = models.ManyToManyField("auth.Group", related_name="+")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.gate_id}:{self.pk}"


class PageGate(models.Model):
    """Which gate a page lies behind; without a number it opens to nobody until it is worked out."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.BigIntegerField(null=True, db_index=True)
    # Counts what happened to the page: a number worked out from what was before is not written.
    changes = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.page_id}: {self.number}"
