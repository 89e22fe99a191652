"""The installation's working hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
from django.utils import timezone

from social.analytics.analysis.working_time import local_moments
from social.analytics.house import working_time

__all__ = ["local", "working_time"]


def local(moments: Iterable[dt.datetime | None]) -> np.ndarray:
    """Moments in the company's time zone, without the zone."""
    return local_moments(moments, timezone.get_default_timezone())
