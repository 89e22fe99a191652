"""The installation's working hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
from django.utils import timezone

from social.community.analysis.working_time import (
    WorkingTime,
    local_moments,
    polish_holidays,
)
from social.community.models import RoomSettings


def working_time() -> WorkingTime:
    """The calendar as set in the room, with holidays for the years that matter."""
    room = RoomSettings.load()
    this = timezone.localdate().year
    free = polish_holidays(this - 3, this + 1) if room.polish_holidays else ()
    return WorkingTime(room.opens, room.closes, holidays=free)


def local(moments: Iterable[dt.datetime | None]) -> np.ndarray:
    """Moments in the company's time zone, without the zone."""
    return local_moments(moments, timezone.get_default_timezone())
