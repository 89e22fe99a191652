"""Notifications per person, from the ledger of the room below."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q

from social.analytics.analysis.arrays import Floats
from social.analytics.analysis.roster import Roster
from social.analytics.period import Period
from social.analytics.record.events import column
from social.notifications.models import Notice

OPENED_WITHIN = dt.timedelta(days=7)


def notices_of(roster: Roster, period: Period) -> tuple[Floats, Floats, Floats]:
    """Per person: told in the month; whose seventh day fell in it; and those read by then.

    A post to many is told to each of them, at once or in a digest: it is in here already.
    """
    told = Notice.objects.told().order_by()
    month = told.filter(created_at__gte=period.begins, created_at__lt=period.ends)
    number = column(roster, month.values_list("person_id").annotate(told=Count("*")))
    # Notices of the last week have not had their seven days when the month is counted.
    week_old = period.moved(-OPENED_WITHIN)
    ripe = told.filter(created_at__gte=week_old.begins, created_at__lt=week_old.ends)
    opened = Q(read_at__lte=F("created_at") + OPENED_WITHIN)
    rows = list(
        ripe.values_list("person_id").annotate(told=Count("*"), opened=Count("pk", filter=opened))
    )
    return (
        number,
        column(roster, ((person, many) for person, many, _ in rows)),
        column(roster, ((person, read) for person, _, read in rows)),
    )
