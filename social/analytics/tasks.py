"""The nightly look at everything that was ever published."""

from __future__ import annotations

import logging

from django_tasks import task

from social.analytics.models import Release
from social.analytics.nightly import audit_all

logger = logging.getLogger("social.analytics")


@task()
def audit() -> None:
    """Withdraw what, together with what else is kept of its event, would name somebody."""
    audit_all(_tell)


def _tell(row: Release) -> None:
    logger.warning("Numbers withdrawn: %s of %s told too much", row.period, row.event)
