"""What pages and the start page show of must-reads and of reach."""

from typing import Any

from django import template
from wagtail.models import Page

from blog.pages.models import ContentPage
from blog.reading import must_read
from blog.reading.views.reach import may_see_reach as reach_is_open_to
from social.analytics.release import words
from social.analytics.shares import Share

register = template.Library()


@register.simple_tag(takes_context=True)
def must_reads(context: dict[str, Any]) -> list[must_read.Asked]:
    """What the reader must still confirm, the most urgent first."""
    return must_read.asked_of(context["request"].user)


@register.simple_tag(takes_context=True)
def asked_here(context: dict[str, Any], page: Page) -> must_read.Asked | None:
    """What the reader is asked to confirm on this page, if anything."""
    if not isinstance(page, ContentPage):
        return None
    return must_read.asked_for(context["request"].user, page)


@register.simple_tag(takes_context=True)
def may_see_reach(context: dict[str, Any], page: Any) -> bool:
    """Whether the reader is the author or an editor of this page."""
    return isinstance(page, ContentPage) and reach_is_open_to(context["request"].user, page)


@register.filter
def share_words(share: Share | None) -> str:
    """A published share as people read it."""
    return words(share)
