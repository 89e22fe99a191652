"""When there is enough data to speak about people at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from social.analytics.analysis.arrays import Floats

ACTIVE_PEOPLE = 100
MEDIAN_INTERACTIONS = 40
PERSON_INTERACTIONS = 25


@dataclass(frozen=True, slots=True)
class Gate:
    """The finder opens when both counts are reached."""

    active: int
    median: float

    @property
    def is_open(self) -> bool:
        """Enough active people with enough interactions."""
        return self.active >= ACTIVE_PEOPLE and self.median >= MEDIAN_INTERACTIONS


def gate(interactions: Floats) -> Gate:
    """From the 90-day interactions of each person; active = at least one."""
    active = interactions[interactions > 0]
    return Gate(len(active), float(np.median(active)) if len(active) else 0.0)
