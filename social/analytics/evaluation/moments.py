"""Moments as logs write them: ISO, numbers since 1970, dates with dots, mail headers."""

from __future__ import annotations

import datetime as dt
import math
from email.utils import parsedate_to_datetime

import numpy as np

from social.analytics.analysis.arrays import Bools, Floats, floats

_FORMATS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
)
_COMPACT = 14  # digits of 20250102103000; seconds, milli- and microseconds have 10, 13 and 16
_MILLI, _MICRO, _NANO = 1e11, 1e14, 1e17
FEWEST_FOR_STRAYS = 100


def seconds(text: str) -> float | None:
    """Seconds since 1970 (or a number as it is); a moment without a zone is read as UTC."""
    try:
        if len(text) == _COMPACT and text.isdigit():
            return _aware(dt.datetime.strptime(text, "%Y%m%d%H%M%S")).timestamp()  # noqa: DTZ007
        number = float(text)
    except ValueError:
        moment = _moment(text)
        return None if moment is None else _aware(moment).timestamp()
    return number if math.isfinite(number) else None


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 - made aware by the caller
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def to_seconds(at: Floats) -> Floats:
    """Milli-, micro- and nanoseconds since 1970 brought down to seconds, told by their size."""
    middle = float(np.median(np.abs(at))) if len(at) else 0.0
    for limit, unit in ((_NANO, 1e9), (_MICRO, 1e6), (_MILLI, 1e3)):
        if middle > limit:
            return floats(at / unit)
    return at


def strays(at: Floats) -> Bools:
    """Moments far outside the rest: clocks that were wrong would stretch every window.

    Far is more than the length of the middle 99 % before or after it.
    """
    if len(at) < FEWEST_FOR_STRAYS:
        return np.zeros(len(at), dtype=np.bool_)
    first, last = np.quantile(at, [0.005, 0.995])
    room = max(last - first, 86_400.0)
    return (at < first - room) | (at > last + room)


def is_coarse(at: Floats) -> bool:
    """Whether moments are whole hours or days apart, so that equal ones are no single message."""
    return len(at) > 1 and at.min() < at.max() and bool(((at - at[0]) % 3600 == 0).all())
