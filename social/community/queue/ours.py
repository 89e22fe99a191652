"""The rules of the room itself; apps above bring their own."""

from __future__ import annotations

from social.community.queue.departments import AMBASSADOR_UNKNOWN, COULD_MEET, SILENT_DEPARTMENT
from social.community.queue.guides import GUIDE_WANTED, STALE_GUIDE
from social.community.queue.leaders import LEADER_AWAITED, QUESTION_TO_BOARD
from social.community.queue.newcomers import NEWCOMERS
from social.community.queue.overload import FEW_HELPERS
from social.community.queue.questions import HELPER_WANTED, UNANSWERED
from social.community.queue.rule import register
from social.community.queue.signs import FRUITLESS_SEARCH, REPORTED
from social.community.queue.tasks import OVERDUE_TASKS


def register_rules() -> None:
    """In the order in which they run, and in which people choose among them."""
    register(
        HELPER_WANTED,
        UNANSWERED,
        NEWCOMERS,
        SILENT_DEPARTMENT,
        LEADER_AWAITED,
        FEW_HELPERS,
        AMBASSADOR_UNKNOWN,
        GUIDE_WANTED,
        COULD_MEET,
        QUESTION_TO_BOARD,
        STALE_GUIDE,
        REPORTED,
        FRUITLESS_SEARCH,
        OVERDUE_TASKS,
    )
