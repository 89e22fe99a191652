"""Links in rich text to pages that the reader may not see: words without an address."""

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from blog.closed.reader import is_hidden


class ReadersPageLinkHandler(PageLinkHandler):
    """An address has the page's name in it, which is not for everybody.

    Where nobody in particular reads, as in a mail or the search index, links stay.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [_link(page) for page in cls.get_many(attrs_list)]


def _link(page: Page | None) -> str:
    if page is None or is_hidden(page):
        return "<a>"
    translated = page.localized
    return f'<a href="{escape((page if is_hidden(translated) else translated).url)}">'
