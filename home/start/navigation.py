"""The main navigation, from the page tree."""

from collections.abc import Iterable
from operator import attrgetter

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page

from home.start.models import HomePage
from social.subjects.access import Person, visible_pages


def main_menu(user: Person) -> Iterable[Page]:
    """Sections shown in menus that the reader sees, each once, in the reader's language. One query.

    Every page asks for them, so they are found by their types, which have an index; the depth has
    none, and a large company has a hundred thousand pages.
    """
    if not user.is_authenticated:
        return []
    sections = visible_pages(user).exact_type(*HomePage.allowed_subpage_models())
    sections = sections.filter(Q(show_in_menus=True), depth=3)
    found: dict[object, Page] = {}
    for page in sorted(sections.select_related("locale").order_by(), key=attrgetter("path")):
        known = found.get(page.translation_key)
        if known is None or page.locale.language_code == get_language():
            found[page.translation_key] = page
    return found.values()
