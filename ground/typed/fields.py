"""Every field that people type into, of ours, of Wagtail's and of packages to come, is mended in place.

A form's field of text is freed from what nobody means; a model's field refuses it wherever
`full_clean` is called. Neither shows in migrations: class attributes are not part of them.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models

from ground.typed.moments import validate_day
from ground.typed.text import cleaned, validate_line, validate_text

LARGEST = {
    "SmallIntegerField": 2**15 - 1,
    "PositiveSmallIntegerField": 2**15 - 1,
    "IntegerField": 2**31 - 1,
    "PositiveIntegerField": 2**31 - 1,
}
_to_python = forms.CharField.to_python


def to_python(self: forms.CharField, value: Any) -> Any:
    """As Django's; what is not stripped (a password) stays as it was typed."""
    text = _to_python(self, value)
    if not (self.strip and isinstance(text, str) and text):
        return text
    one_line = isinstance(self.widget, forms.TextInput)
    text = cleaned(text, one_line=one_line).strip()
    return text or self.empty_value


def mend() -> None:
    """Called once, before any form or model is read."""
    forms.CharField.to_python = to_python  # type: ignore[method-assign]
    forms.DateField.default_validators = [validate_day]
    forms.DateTimeField.default_validators = [validate_day]
    models.CharField.default_validators = [validate_line]
    models.TextField.default_validators = [validate_text]
    models.DateField.default_validators = [validate_day]


def tidy(row: models.Model) -> None:
    """Free the texts of a row that comes without a form from what nobody means."""
    for column in row._meta.concrete_fields:
        text = getattr(row, column.attname)
        if column.editable and isinstance(text, str) and text:
            if isinstance(column, models.TextField):
                setattr(row, column.attname, cleaned(text))
            elif isinstance(column, models.CharField):
                setattr(row, column.attname, cleaned(text, one_line=True))


def bound() -> None:
    """Called once, when all models are there.

    Django asks the length of a TextField in forms alone, and the size of a number only as far as
    the database in use has one: SQLite would take what PostgreSQL refuses.
    """
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.TextField) and column.max_length is not None:
                column.validators.append(MaxLengthValidator(column.max_length))
            if largest := LARGEST.get(column.get_internal_type()):
                column.validators.append(MaxValueValidator(largest))
