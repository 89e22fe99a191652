"""Days and moments that can be reckoned with, in every time zone."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR = 1900
LAST_YEAR = 2199


def validate_day(value: object) -> None:
    """Of a date or a moment. A day near the year 1 or 9999 has no week before or after it."""
    day = value if isinstance(value, date | datetime) else None
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a day between the years %(first)s and %(last)s."),
            code="far_day",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )
