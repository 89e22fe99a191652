"""What a company is made of: departments, levels, locations, languages, skills."""

from collections.abc import Iterator
from itertools import chain, count

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node
from wagtail.search import index

from social.people.collation import sort_key
from social.people.contact import CountryField
from social.people.zones import TimeZoneField

LONGEST_STEM = 130


def numbered(stem: str) -> Iterator[str]:
    return (f"{stem}-{number}" for number in count(2))


class Department(index.Indexed, MP_Node):
    """A unit of the company; departments form a tree of any depth."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True, allow_unicode=True)
    head = models.ForeignKey(
        "people.User",
        verbose_name=_("head"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads_departments",
    )

    search_fields = [index.SearchField("name", boost=2), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        """From the name; departments of two plants may be called the same, or by no letters."""
        stem = slugify(self.name, allow_unicode=True)[:LONGEST_STEM] or "department"
        taken = set(Department.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in chain([stem], numbered(stem)) if slug not in taken)

    def get_search_language(self) -> str:
        """Names are inflected as the house speaks."""
        return settings.LANGUAGE_CODE.partition("-")[0]


class Level(models.Model):
    """A step of the scale from junior to board; a higher rank is a more senior level."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    is_board = models.BooleanField(_("board"), default=False)

    class Meta:
        ordering = ["rank"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """An office, plant or site where people work."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country"), max_length=2, default="PL")
    time_zone = TimeZoneField(_("time zone"), max_length=60, default="Europe/Warsaw")

    class Meta:
        ordering = ["name"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name


class Language(models.Model):
    """A language that people speak, by ISO 639-1 code."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """Something that people say they know and can be asked about."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
