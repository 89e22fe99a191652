"""The evidence about people in the latest 90 days, and whether there is enough to speak of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import transaction

from social.analytics.analysis import criteria
from social.analytics.record import rosters
from social.analytics.record.present import help_of, newly_met, present
from social.community.models import RoomSettings, Standing


def refresh() -> int:
    """Write everybody's own evidence anew; nothing while the parts about people are off."""
    if not RoomSettings.load().people_parts:
        Standing.objects.all().delete()
        return 0
    now = present()
    is_open = now.gate.is_open
    found = criteria.gather(now.counts, now.roster, help_of(now))
    stable = criteria.weighting_stability(found, RoomSettings.load().criteria_weights)
    met = newly_met(now)
    standings = [
        Standing(
            person_id=now.roster.keys[at],
            evidence=_evidence(found, at, stable, met) if is_open else {},
            interactions=int(found.interactions[at]),
            contacts=int(found.contacts[at]),
            window_start=now.period.start,
            window_end=now.period.end,
        )
        for at in range(len(now.roster))
    ]
    with transaction.atomic():
        Standing.objects.all().delete()
        Standing.objects.bulk_create(standings, batch_size=rosters.BATCH)
    return len(standings)


def _evidence(
    found: criteria.Evidence, at: int, stable: np.ndarray, met: np.ndarray
) -> dict[str, Any]:
    """What the card says, in plain numbers."""
    return {
        "bands": {key: str(bands[at]) for key, bands in found.bands.items()},
        "values": {key: _number(values[at]) for key, values in found.values.items()},
        "typical": {key: _number(value) for key, value in found.typical.items()},
        "certainty": {key: _number(values[at]) for key, values in found.certainty.items()},
        "stable": _number(stable[at]),
        "levels_met": int(found.levels_met[at]),
        "brokered": int(found.brokered[at]),
        "newly_met": int(met[at]),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
