"""Telephone numbers and countries as people type and choose them."""

import re
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from social.people.collation import sort_key

# What stands in a number beside its digits, and the words for an extension and a kind of phone.
_PUNCTUATION = re.compile(r"[\s()+./,;:#*\-\u2010-\u2015\u2212]")
_WORDS = re.compile(
    r"\b(?:wewn\.?|wew\.?|w\.|ext\.?|x|tel\.?|kom\.?|mob\.?|int\.?)(?![^\W\d_])", re.I
)
FEWEST_DIGITS, MOST_DIGITS = 2, 30
# In babel's list of territories, but no places where people work.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def validate_phone(text: str) -> None:
    """One or two numbers with or without an extension; raises ValidationError otherwise."""
    rest = _PUNCTUATION.sub("", _WORDS.sub("", text))
    if not (rest.isascii() and rest.isdigit() and FEWEST_DIGITS <= len(rest) <= MOST_DIGITS):
        raise ValidationError(
            _("Give a number such as +48 61 123 45 67 or 61 123 45 67 ext. 12."),
            code="invalid_phone",
        )


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2."""
    known = map(str, Locale("en").territories)
    return frozenset(code for code in known if re.fullmatch("[A-Z]{2}", code)) - NO_COUNTRIES


def validate_country(code: str) -> None:
    if code not in country_codes():
        raise ValidationError(
            _("“%(code)s” is no country. Choose one from the list, such as Poland (PL)."),
            code="invalid_country",
            params={"code": code},
        )


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language).territories
    labels = [(code, f"{names.get(code, code)} ({code})") for code in country_codes()]
    return tuple(sorted(labels, key=lambda choice: sort_key(choice[1])))


def country_choices() -> tuple[tuple[str, str], ...]:
    """Every country by its name in the reader's language."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    known = {code.partition("-")[0] for code, _name in settings.LANGUAGES}
    return _countries(language if language in known else "en")


class PlainColumn(models.CharField):
    """To migrations a CharField like any other: what it takes is no matter of the database."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs


class PhoneField(PlainColumn):
    default_validators = [validate_phone]


class CountryField(PlainColumn):
    """The code of a country, chosen from a list in forms and checked wherever models are."""

    default_validators = [validate_country]

    def to_python(self, value: Any) -> Any:
        code = super().to_python(value)
        return code.strip().upper() if isinstance(code, str) else code

    def formfield(self, **kwargs: Any) -> Any:
        options = {
            "label": self.verbose_name,
            "help_text": self.help_text,
            "required": not self.blank,
            "initial": self.get_default() if self.has_default() else None,
            "choices": country_choices,
            "error_messages": {"invalid_choice": _("“%(value)s” is no country. Choose one.")},
        }
        return forms.ChoiceField(**{**options, **kwargs})
