"""`{% reaction_bar subject %}`, and `{% prepare_reactions subjects %}` before a list of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString

from social.reactions import tallies
from social.subjects.keys import Subject
from social.subjects.stencils import STAND_IN, fill

register = template.Library()


@register.simple_tag(takes_context=True)
def prepare_reactions(context: dict[str, Any], things: Sequence[Model]) -> str:
    """Load the reactions of a whole list in one query."""
    tallies.prepare(list(things), context["request"].user)
    return ""


@register.simple_tag(takes_context=True)
def reaction_bar(context: dict[str, Any], thing: Model, size: str = "") -> SafeString:
    """The reactions of a page, a comment or any other subject, with buttons to react."""
    return _bar(context, thing, size)


@register.simple_tag(takes_context=True)
def answer_bar(context: dict[str, Any], thing: Model) -> SafeString:
    """The reactions of an answer: "it helped me" comes first."""
    return _bar(context, thing, "small", "helpful")


def _bar(context: dict[str, Any], thing: Model, size: str, special: str = "") -> SafeString:
    request = context["request"]
    bar = tallies.bar_of(thing, request.user, [special] if special else [])
    subject: Subject = bar["subject"]

    def stencil() -> dict[str, Any]:
        own = {"size": size, "special": special, "csrf_token": context.get("csrf_token")}
        return bar | own | {"subject": replace(subject, id=STAND_IN)}

    given = [(tally.kind.key, tally.count, tally.is_mine) for tally in bar["given"]]
    key = (subject.kind, size, special, *given)
    return fill(request, "social/reactions/bar.html", key, stencil, subject.id)


@register.inclusion_tag("social/reactions/vote.html", takes_context=True)
def vote_button(context: dict[str, Any], thing: Model) -> dict[str, Any]:
    """ "I want to know this too", with how many do."""
    request = context["request"]
    return tallies.vote_of(thing, request.user) | {
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
