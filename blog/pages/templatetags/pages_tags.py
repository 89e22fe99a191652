"""What pages and the start page show of publishing."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from blog.pages.models import AlertBanner, ContentPage
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


@register.filter
def knowledge_icon(kind: str) -> str:
    """The name of the icon for a kind of knowledge page."""
    return KNOWLEDGE_ICONS.get(kind, kind)
