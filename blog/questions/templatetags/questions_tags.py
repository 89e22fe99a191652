"""From a solved conversation to a guide."""

from typing import Any

from django import template

from blog.pages.models import ContentPage, GuidePage
from blog.questions.thread_guides import guides_from, may_add

register = template.Library()


@register.simple_tag(takes_context=True)
def may_make_guide(context: dict[str, Any], comment: Any) -> bool:
    """Whether the reader is an editor and the conversation is solved. No query for others."""
    return bool(comment.accepted_at or comment.is_answered) and may_add(context["request"].user)


@register.simple_tag(takes_context=True)
def written_guides(context: dict[str, Any], page: Any) -> list[Any]:
    """Guides made of the conversation on this page."""
    if not isinstance(page, ContentPage) or isinstance(page, GuidePage):
        return []
    return guides_from(page, context["request"].user)
