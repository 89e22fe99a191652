"""The room's own account of itself: gate, foresight, coverage, tie persistence."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from social.analytics.analysis import replay as selfcheck
from social.analytics.analysis.persistence import estimate
from social.analytics.analysis.planner import Wishes
from social.analytics.period import Period
from social.analytics.record import events
from social.analytics.record.present import WINDOW, persistence_of, present
from social.community.models import RoomSettings

TEAM = 10
LARGEST_REPLAY = 20_000  # people; beyond that betweenness and replays take minutes


def summarise() -> dict[str, Any]:
    """Compute and remember what the self-check panel shows; about groups only."""
    now = present()
    gate = now.gate
    found: dict[str, Any] = {
        "gate": {"active": gate.active, "median": gate.median, "open": gate.is_open},
        "persistence": persistence_of(now).chances.round(2).tolist(),
    }
    if gate.is_open and len(now.roster) <= LARGEST_REPLAY:
        found.update(_replay(now.period))
    RoomSettings.objects.update_or_create(pk=1, defaults={"summary": _plain(found)})
    return found


def _replay(latest: Period) -> dict[str, Any]:
    """Plan on the 90 days before last and judge by the last 90."""
    now = present(latest.start)
    later = events.contact_counts(now.roster, latest)
    earlier = events.contact_counts(now.roster, now.period.moved(-WINDOW))
    if not now.counts.nnz or not earlier.nnz:
        return {}
    everybody = np.ones(len(now.roster), dtype=np.bool_)
    wishes = Wishes(TEAM, None, every_level=False)
    chances = estimate(earlier, now.counts)
    return {
        "coverage": asdict(
            selfcheck.next_coverage(now.counts, later, now.roster, everybody, chances, wishes)
        ),
        "foresight": asdict(selfcheck.foresight(now.counts, later, now.roster)),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), 3)
    return value
