"""What volunteering tells the month: who is an ambassador."""

from __future__ import annotations

from social.analytics.analysis.arrays import Bools
from social.analytics.analysis.roster import Roster
from social.analytics.period import Period
from social.analytics.record.rosters import flags
from social.community.models import Ambassador


def ambassadors_of(roster: Roster, period: Period) -> Bools:
    """Who was appointed by the end of the month, and still is one."""
    appointed = Ambassador.objects.filter(
        appointed_on__lt=period.end, expires_on__gte=period.end, withdrawn_at=None
    )
    return flags(roster, appointed.values_list("person_id", flat=True))
