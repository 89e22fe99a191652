"""Deeds in a conversation: plain functions with their rules and side effects.

Each takes and returns objects, raises `Refused` with words for the person, and never speaks
HTTP. Forms, htmx, mail and API all come through here.
"""

from social.comments.actions.answers import (
    accept_answer,
    mark_page_as_question,
    mark_question,
    withdraw_answer,
)
from social.comments.actions.moderation import (
    appeal,
    approve,
    hidden_with,
    hide,
    keep_hidden,
    lift,
    pause,
    report,
    set_lock,
    warn,
)
from social.comments.actions.moving import move_back, move_branch, turn_into_question
from social.comments.actions.posting import announce, delete_comment, edit_comment, post_comment
from social.comments.actions.reading import mark_seen
from social.comments.actions.uploads import check_file, upload
from social.comments.rules import Refused

__all__ = [
    "Refused",
    "accept_answer",
    "announce",
    "appeal",
    "approve",
    "check_file",
    "delete_comment",
    "edit_comment",
    "hidden_with",
    "hide",
    "keep_hidden",
    "lift",
    "mark_page_as_question",
    "mark_question",
    "mark_seen",
    "move_back",
    "move_branch",
    "pause",
    "post_comment",
    "report",
    "set_lock",
    "turn_into_question",
    "upload",
    "warn",
    "withdraw_answer",
]
