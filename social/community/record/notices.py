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


def notices_of(roster: Roster, period: dt.date, end: dt.date) -> tuple[Floats, Floats, Floats]:
    """Per person: told in the month; whose seventh day fell in it; and those read by then.

    A post to many is told to each of them, at once or in a digest: it is in here already.
    """
    told = Notice.objects.told().order_by()
    month = told.filter(created_at__gte=start_of(period), created_at__lt=start_of(end))
    number = column(roster, month.values_list("person_id").annotate(told=Count("*")))
    # Notices of the last week have not had their seven days when the month is counted.
    ripe = told.filter(
        created_at__gte=start_of(period - OPENED_WITHIN),
        created_at__lt=start_of(end - OPENED_WITHIN),
    )
    opened = Q(read_at__lte=F("created_at") + OPENED_WITHIN)
    rows = list(
        ripe.values_list("person_id").annotate(told=Count("*"), opened=Count("pk", filter=opened))
    )
    return (
        number,
        column(roster, ((person, many) for person, many, _ in rows)),
        column(roster, ((person, read) for person, _, read in rows)),
    )
