"""What the room remembers."""

from social.community.models.people import Ambassador, Introduction, Look, Nomination, Standing
from social.community.models.pulse import Pulse, PulseReply, PulseTally
from social.community.models.report import Report
from social.community.models.room import RoomSettings
from social.community.models.work import Item, Mute, Nudge

__all__ = [
    "Ambassador",
    "Introduction",
    "Item",
    "Look",
    "Mute",
    "Nomination",
    "Nudge",
    "Pulse",
    "PulseReply",
    "PulseTally",
    "Report",
    "RoomSettings",
    "Standing",
]
