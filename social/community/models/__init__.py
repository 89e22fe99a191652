"""What the room remembers."""

from social.community.models.numbers import (
    Fill,
    FirstContribution,
    MetricCell,
    ReaderCount,
    RosterEntry,
)
from social.community.models.people import (
    Ambassador,
    Introduction,
    Look,
    Nomination,
    Objection,
    Standing,
)
from social.community.models.pulse import Pulse, PulseReply, PulseTally
from social.community.models.report import Report
from social.community.models.room import RoomSettings
from social.community.models.work import Item, Mute, Nudge

__all__ = [
    "Ambassador",
    "Fill",
    "FirstContribution",
    "Introduction",
    "Item",
    "Look",
    "MetricCell",
    "Mute",
    "Nomination",
    "Nudge",
    "Objection",
    "Pulse",
    "PulseReply",
    "PulseTally",
    "ReaderCount",
    "Report",
    "RoomSettings",
    "RosterEntry",
    "Standing",
]
