"""The main navigation, from the page tree."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page

from social.subjects.access import Person, visible_pages


def main_menu(user: Person) -> Iterable[Page]:
    """Sections shown in menus that the reader sees, each once, in the reader's language. One query."""
    if not user.is_authenticated:
        return []
    sections = visible_pages(user).filter(Q(show_in_menus=True), depth=3)
    found: dict[object, Page] = {}
    for page in sections.select_related("locale").order_by("path"):
        known = found.get(page.translation_key)
        if known is None or page.locale.language_code == get_language():
            found[page.translation_key] = page
    return found.values()
