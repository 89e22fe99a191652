"""A newsletter as its reader gets it."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import css_inline
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from blog.pages.models import ContentPage

if TYPE_CHECKING:
    from blog.newsletters.models import Newsletter
from social.notifications.addresses import absolute
from social.people.models import User
from social.subjects.access import visible_pages


def pages_for(newsletter: "Newsletter", reader: User, language: str) -> list[Any]:
    """The newsletter's pages that this reader may see, in this language where it exists."""
    chosen = [item.page for item in newsletter.items.all()]
    keys = [page.translation_key for page in chosen]
    visible = visible_pages(reader, Page.objects.filter(translation_key__in=keys))
    found: dict[Any, Any] = {}
    for page in visible.select_related("locale").order_by("pk").specific():
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return [found[key] for key in keys if key in found]


def render(
    newsletter: "Newsletter", reader: User, language: str, unsubscribe: str = ""
) -> tuple[str, str]:
    """The mail for one reader: HTML with its style inlined, and plain text."""
    pages = pages_for(newsletter, reader, language)
    context = {
        "newsletter": newsletter,
        "subject": newsletter.subject(language),
        "intro": newsletter.intro(language),
        "pages": [_card(page) for page in pages],
        "base_url": settings.RYNEK_BASE_URL,
        "unsubscribe_url": unsubscribe,
        "preferences_url": absolute("/notifications/preferences/"),
        "language": language,
    }
    with translation.override(language):
        html = render_to_string("blog/newsletters/mail/newsletter.html", context)
        text = render_to_string("blog/newsletters/mail/newsletter.txt", context)
    return css_inline.inline(html, extra_css=_style(), keep_style_tags=True), text


def _card(page: Any) -> dict[str, str]:
    is_content = isinstance(page, ContentPage)
    url = page.full_url or settings.RYNEK_BASE_URL + (page.url or "/")
    return {"title": page.title, "lead": page.lead if is_content else "", "url": url}


@lru_cache(maxsize=1)
def _style() -> str:
    path = finders.find("rynek/css/mail.css")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as file:
        return file.read()
