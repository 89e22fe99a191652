"""What the pulse tells the month: sums of answers, never sheets."""

from __future__ import annotations

from collections import Counter

import numpy as np
from django.db.models import Sum

from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import Pulse
from social.analytics.period import Period
from social.community import models


def pulse_of(_roster: Roster, period: Period) -> Pulse | None:
    """The rounds that closed in the month, added up: as many sheets, as many invitations."""
    rounds = models.Pulse.objects.filter(closes_on__gte=period.start, closes_on__lt=period.end)
    invited = rounds.aggregate(invited=Sum("invited"))["invited"]
    if invited is None:
        return None
    tallies = np.zeros((8, 5), dtype=np.int64)
    rows = models.PulseTally.objects.filter(pulse__in=rounds)
    sheets: Counter[int] = Counter()
    for pulse, item, answer, count in rows.values_list("pulse_id", "item", "answer", "count"):
        tallies[item, answer - 1] += count
        sheets[pulse] += count if item == 0 else 0
    return Pulse(tallies, invited, largest=max(sheets.values(), default=0))
