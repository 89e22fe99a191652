"""Values as they are stored, made fit to be used: bad ones stay harmless wherever they come from.

Forms say what is wrong before anything is stored; this is for what came past them.
"""

from datetime import timedelta
from enum import Enum
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Col

MOST_DAYS = 36_500  # a century, in either direction: dates stay dates


def days(number: int) -> timedelta:
    """A span of days; longer than a century counts as a century."""
    return timedelta(days=max(-MOST_DAYS, min(number, MOST_DAYS)))


def minutes(number: int) -> timedelta:
    """The same in minutes."""
    return timedelta(minutes=max(-MOST_DAYS * 1440, min(number, MOST_DAYS * 1440)))


def numbers(value: Any) -> list[int]:
    """The whole numbers of a JSON list, or the one number that stands alone."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, int) and not isinstance(one, bool)]


Member = TypeVar("Member", bound=Enum)


def member(kind: type[Member], value: object, otherwise: Member) -> Member:
    """The member of this value, or another where a row holds what is no member (any more)."""
    try:
        return kind(value)
    except ValueError:
        return otherwise


class ObjectField(models.JSONField):
    """A JSON object. What is no object reads as an empty one, and is not stored by forms."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        if isinstance(expression, Col) and not isinstance(found, dict):
            return {}
        return found

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database it is a JSON field like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), kwargs
