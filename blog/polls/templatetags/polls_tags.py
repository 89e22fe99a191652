"""The poll as its reader sees it."""

from typing import Any

from django import template

from blog.polls.models import Poll
from blog.polls.polling import PollState, state_of

register = template.Library()


@register.simple_tag(takes_context=True)
def poll_state(context: dict[str, Any], poll: Poll) -> PollState | None:
    """The poll for the reader; nothing where no reader is known, as in a search index."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return None
    return state_of(poll, request.user)
