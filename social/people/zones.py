"""Time zones as people choose them. One parser: a wrong one stored by whatever way never raises."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, localedata
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.languages import active
from social.people.collation import sort_key

# Names that the operating system's files hold beside those of places.
NO_PLACES = {"Factory", "localtime", "posixrules"}


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - NO_PLACES)


def zone_of(name: object) -> ZoneInfo:
    """The zone of this name; the company's when there is none of it.

    Not by catching: `ZoneInfo` raises KeyErrors, ValueErrors, IsADirectoryErrors and OSErrors, and
    reads files by names from outside.
    """
    return ZoneInfo(name if isinstance(name, str) and name in zone_names() else settings.TIME_ZONE)


def validate_time_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(
            _("“%(name)s” is no time zone. Choose one from the list, such as Europe/Warsaw."),
            code="invalid_time_zone",
            params={"name": name},
        )


@lru_cache(maxsize=8)
def _zone_choices(language: str) -> tuple[tuple[str, str], ...]:
    places = Locale.parse(language).time_zones

    def city(name: str) -> str:
        known = places.get(name, {}).get("city")
        return str(known or name.rpartition("/")[2].replace("_", " "))

    labels = ((name, city(name)) for name in zone_names())
    ordered = sorted(labels, key=lambda choice: (sort_key(choice[1]), choice[0]))
    return tuple((name, f"{place} ({name})") for name, place in ordered)


def zone_choices() -> tuple[tuple[str, str], ...]:
    """Every zone by its city's name in the reader's language: “Warszawa (Europe/Warsaw)”."""
    language = active().partition("-")[0]
    return _zone_choices(language if localedata.exists(language) else "en")


class LongSelect(forms.Select):
    """A select of hundreds of choices. Django's own renders two templates for each: 40 ms."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>\n{}\n</select>", attributes, options)


class TimeZoneField(models.CharField):
    """The name of a time zone, chosen from a list in forms and checked wherever models are."""

    default_validators = [validate_time_zone]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Forms have said what is wrong; what comes past them is stored as "none chosen"."""
        name = getattr(model_instance, self.attname)
        if name in zone_names() or (self.blank and not name):
            return name
        name = "" if self.blank else settings.TIME_ZONE
        setattr(model_instance, self.attname, name)
        return name

    def formfield(self, **kwargs: Any) -> Any:

        def choices() -> list[tuple[str, str]]:
            own = gettext("As the company: %(zone)s") % {"zone": settings.TIME_ZONE}
            return [*([("", own)] if self.blank else []), *zone_choices()]

        options = {
            "label": self.verbose_name,
            "help_text": self.help_text,
            "required": not self.blank,
            "initial": self.get_default() if self.has_default() else None,
            "choices": choices,
            "error_messages": {"invalid_choice": _("“%(value)s” is no time zone. Choose one.")},
            "widget": LongSelect,
        }
        return forms.ChoiceField(**{**options, **kwargs})
