"""Notifications per person, from the ledger of the room below."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q

from social.community.analysis.arrays import Floats
from social.community.analysis.roster import Roster
from social.community.record.events import column
from social.community.record.months import start_of
from social.notifications.models import Notice

OPENED_WITHIN = dt.timedelta(days=7)


def notices_of(roster: Roster, period: dt.date, end: dt.date) -> tuple[Floats, Floats]:
    """Told, and read within seven days, per person."""
    opened = Q(read_at__lte=F("created_at") + OPENED_WITHIN)
    rows = list(
        Notice.objects.told()
        .filter(created_at__gte=start_of(period), created_at__lt=start_of(end))
        .order_by()
        .values_list("person_id")
        .annotate(told=Count("*"), opened=Count("pk", filter=opened))
    )
    told = column(roster, ((person, number) for person, number, _ in rows))
    return told, column(roster, ((person, number) for person, _, number in rows))
