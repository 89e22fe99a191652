"""Which language version of a page a person is shown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Page

from social.people.models import User
from social.subjects.access import page_filter


def readable_versions(reader: User, page_ids: Iterable[int]) -> dict[int, Page]:
    """For each of these pages the version to show: visible, in the active language if there is one.

    Two queries, besides that of the reader's rights.
    """
    keys = dict(Page.objects.filter(pk__in=set(page_ids)).values_list("pk", "translation_key"))
    if not keys:
        return {}
    pages = Page.objects.filter(page_filter(reader), translation_key__in=keys.values())
    best: dict[Any, Page] = {}
    for page in pages.select_related("locale", "content_type").order_by("pk"):
        known = best.get(page.translation_key)
        if known is None or page.locale.language_code == get_language():
            best[page.translation_key] = page
    return {pk: best[key] for pk, key in keys.items() if key in best}
