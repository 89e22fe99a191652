"""What second numbers of metrics say."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, str | Promise] = {
    "A2.p90": _("nine in ten are answered after"),
    "A5.opened": _("opened within 7 days"),
    "B1.year": _("the whole year"),
    "B3.two": _("with at most one person in between"),
    "B5.up": _("replies to what was said upward"),
    "B5.down": _("replies to what was said downward"),
    "C4.readers": _("read something"),
    "C4.top": _("written by the most active 1 %"),
    "C6.half": _("people who give half of the answers"),
    "C7.response": _("answered the pulse"),
    "C7.needs": _("needs"),
    "C7.membership": _("membership"),
    "C7.influence": _("influence"),
    "C7.bond": _("bond"),
    "C8.members": _("written by members, not by the community team"),
}
