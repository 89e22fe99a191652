"""`{% reaction_bar subject %}`, and `{% prepare_reactions subjects %}` before a list of them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.db.models import Model

from social.reactions import tallies

register = template.Library()


@register.simple_tag(takes_context=True)
def prepare_reactions(context: dict[str, Any], things: Sequence[Model]) -> str:
    """Load the reactions of a whole list in one query."""
    tallies.prepare(list(things), context["request"].user)
    return ""


@register.inclusion_tag("social/reactions/bar.html", takes_context=True)
def reaction_bar(context: dict[str, Any], thing: Model, size: str = "") -> dict[str, Any]:
    """The reactions of a page, a comment or any other subject, with buttons to react."""
    request = context["request"]
    return {
        **tallies.bar_of(thing, request.user),
        "size": size,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("social/reactions/bar.html", takes_context=True)
def answer_bar(context: dict[str, Any], thing: Model) -> dict[str, Any]:
    """The reactions of an answer: "it helped me" comes first."""
    request = context["request"]
    return {
        **tallies.bar_of(thing, request.user, ["helpful"]),
        "size": "small",
        "special": "helpful",
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("social/reactions/vote.html", takes_context=True)
def vote_button(context: dict[str, Any], thing: Model) -> dict[str, Any]:
    """ "I want to know this too", with how many do."""
    request = context["request"]
    return tallies.vote_of(thing, request.user) | {
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
