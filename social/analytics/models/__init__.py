"""What was published, who was counted for it, and the record from which it is computed."""

from social.analytics.models.ledger import Enrolment, Grouping, Population, Release
from social.analytics.models.numbers import (
    Fill,
    FirstContribution,
    MetricCell,
    Objection,
    ReaderCount,
    RosterEntry,
)

__all__ = [
    "Enrolment",
    "Fill",
    "FirstContribution",
    "Grouping",
    "MetricCell",
    "Objection",
    "Population",
    "ReaderCount",
    "Release",
    "RosterEntry",
]
