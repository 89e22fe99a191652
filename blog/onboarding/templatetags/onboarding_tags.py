"""Onboarding on the start page and on pages."""

from typing import Any

from django import template

from blog.onboarding.journeys import (
    JourneyState,
    caught_up,
    journeys_of,
    path_for,
    state_of,
    steps_in,
)
from blog.onboarding.models import Journey, PathStep, Stage
from blog.pages.canonical import canonical_of
from social.subjects.access import can_see

register = template.Library()
ICONS = {
    "read": "guide",
    "acknowledge": "must-read",
    "task": "task",
    "meet": "people",
    "introduce": "comment",
    "ask": "question",
}


@register.filter
def step_icon(kind: str) -> str:
    """The name of the icon for a kind of step."""
    return ICONS.get(kind, "check")


@register.filter
def seen_by(page: Any, user: Any) -> bool:
    """Whether a link to the page leads this person anywhere."""
    return page is not None and can_see(user, page)


@register.simple_tag(takes_context=True)
def my_paths(context: dict[str, Any]) -> list[JourneyState]:
    """The journeys that the reader walks now. One query for those who walk none."""
    user = context["request"].user
    walking = journeys_of(user).filter(status=Journey.Status.WALKING)
    return [caught_up(state_of(journey, path_for(journey, user))) for journey in walking]


@register.simple_tag(takes_context=True)
def my_journey(context: dict[str, Any], page: Any) -> Journey | None:
    """The reader's own journey on this path."""
    user = context["request"].user
    return Journey.objects.filter(person_id=user.pk, path_id=canonical_of(page).pk).first()


@register.simple_tag
def path_stages(page: Any) -> list[tuple[str, list[PathStep]]]:
    """The steps of a path by stage, as every reader of the page sees them."""
    steps = steps_in(page, canonical_of(page))
    found = [(str(stage.label), [s for s in steps if s.stage == stage]) for stage in Stage]
    return [(label.capitalize(), members) for label, members in found if members]
