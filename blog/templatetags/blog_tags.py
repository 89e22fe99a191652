"""What pages and the start page show of publishing."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from blog import must_read
from blog.models import AlertBanner, ContentPage, GuidePage
from blog.thread_guides import guides_from, may_add
from blog.views.reach import may_see_reach as reach_is_open_to
from social.subjects.access import can_see

register = template.Library()

KNOWLEDGE_ICONS = {"how-to": "howto"}


@register.simple_tag(takes_context=True)
def alert_banner(context: dict[str, Any]) -> AlertBanner | None:
    """The banner that is up now, in the reader's language as `text`; without its link for those
    who may not open the page. One query, with a link three."""
    now = timezone.now()
    found = AlertBanner.objects.filter(starts_at__lte=now, ends_at__gt=now).first()
    if found is not None:
        found.text = found.text_pl if get_language() == "pl" else found.text_en  # type: ignore[attr-defined]
        if found.page is not None and not can_see(context["request"].user, found.page):
            found.page = None
    return found


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
def only_in_another_language(context: dict[str, Any], page: Any) -> bool:
    """Whether the reader's language has no version of the page that this reader may see."""
    if not isinstance(page, ContentPage) or page.locale.language_code == get_language():
        return False
    versions = context.get("versions") or ()
    return all(version.locale.language_code != get_language() for version in versions)


@register.simple_tag
def update_log(page: Any) -> list[Any]:
    """What changed in the page, the newest first."""
    if not isinstance(page, ContentPage):
        return []
    return sorted(page.updates.all(), key=lambda row: (row.date, row.pk or 0), reverse=True)


@register.simple_tag(takes_context=True)
def may_see_reach(context: dict[str, Any], page: Any) -> bool:
    """Whether the reader is the author or an editor of this page."""
    return isinstance(page, ContentPage) and reach_is_open_to(context["request"].user, page)


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


@register.filter
def knowledge_icon(kind: str) -> str:
    """The name of the icon for a kind of knowledge page."""
    return KNOWLEDGE_ICONS.get(kind, kind)
