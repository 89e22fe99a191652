"""What the room has decided about numbers, for whatever publishes any (`social.analytics`)."""

from __future__ import annotations

from collections.abc import Iterable

from social.analytics.house import HOUSE
from social.analytics.suppression import Rule
from social.community.models import Objection, RoomSettings


def register_limits() -> None:
    """Answer for the room wherever a number is published. Called once, when the app is ready."""
    HOUSE.rules.append(_rule)
    HOUSE.objectors.append(_objectors)
    HOUSE.switches.append(_numbers_are_on)
    HOUSE.depths.append(_depth)
    HOUSE.merged_names.append(_merged_name)


def _rule() -> Rule:
    return RoomSettings.load().rule()


def _objectors() -> Iterable[int]:
    return Objection.objects.values_list("person_id", flat=True)


def _numbers_are_on() -> bool:
    return RoomSettings.load().group_numbers


def _depth() -> int:
    return RoomSettings.load().unit_depth or 0


def _merged_name() -> str:
    return RoomSettings.load().merged_name
