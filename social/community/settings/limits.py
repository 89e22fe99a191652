"""What the room has decided about numbers, for whatever publishes any (`social.analytics`)."""

from __future__ import annotations

from django.utils import timezone

from social.analytics.analysis.working_time import WorkingTime, polish_holidays
from social.analytics.house import HOUSE
from social.analytics.suppression import Rule
from social.community.models import RoomSettings


def register_limits() -> None:
    """Answer for the room wherever a number is published. Called once, when the app is ready."""
    HOUSE.rules.append(_rule)
    HOUSE.switches.append(_numbers_are_on)
    HOUSE.depths.append(_depth)
    HOUSE.merged_names.append(_merged_name)
    HOUSE.leading.append(_leaders_from)
    HOUSE.calendars.append(_working_time)


def _rule() -> Rule:
    return RoomSettings.load().rule()


def _numbers_are_on() -> bool:
    return RoomSettings.load().group_numbers


def _depth() -> int:
    return RoomSettings.load().unit_depth or 0


def _merged_name() -> str:
    return RoomSettings.load().merged_name


def _leaders_from() -> int | None:
    level = RoomSettings.load().leaders_from
    return level.rank if level else None


def _working_time() -> WorkingTime:
    """The calendar as set in the room, with holidays for the years that matter."""
    room = RoomSettings.load()
    this = timezone.localdate().year
    free = polish_holidays(this - 3, this + 1) if room.polish_holidays else ()
    return WorkingTime(room.opens, room.closes, holidays=free)
