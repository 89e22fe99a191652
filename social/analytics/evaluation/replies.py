"""When somebody wrote back: the nearest a bare log comes to questions and answers."""

from __future__ import annotations

import numpy as np

from social.analytics.analysis.arrays import Floats
from social.analytics.analysis.ties import EventLog


def hours_to_reply(log: EventLog, size: int) -> Floats:
    """Hours until the addressee next wrote to the sender, for each act; NaN = never.

    Any later message back counts: an over-count of answers.
    """
    if not len(log):
        return np.zeros(0)
    forward, backward = log.source * size + log.target, log.target * size + log.source
    pairs = np.unique(forward)
    span = float(log.at.max() - log.at.min()) + 1
    moment = log.at - log.at.min()
    timeline = np.sort(np.searchsorted(pairs, forward) * span + moment)
    back = np.searchsorted(pairs, backward)
    exists = (back < len(pairs)) & (pairs[np.minimum(back, len(pairs) - 1)] == backward)
    asked = back * span + moment
    place = np.searchsorted(timeline, asked, side="right")
    found = timeline[np.minimum(place, len(timeline) - 1)]
    same_pair = exists & (place < len(timeline)) & (found < (back + 1) * span)
    return np.where(same_pair, (found - asked) / 3600, np.nan)
