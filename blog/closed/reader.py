"""Who reads during this request: the second wall.

Choosers, and links in rich text, show pages that a form or a text names, without knowing who looks
at it. What slips through the filters shows no title and no address there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters import html_to_contentstate
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

Sees = Callable[[Page], bool]
_sees: ContextVar[Sees | None] = ContextVar("whether_the_reader_sees", default=None)


@contextmanager
def reading(sees: Sees) -> Iterator[None]:
    """Within it, pages of which `sees` says no do not exist for whoever reads."""
    token = _sees.set(sees)
    try:
        yield
    finally:
        _sees.reset(token)


def is_hidden(page: Page) -> bool:
    """Whether somebody reads for whom this page does not exist."""
    sees = _sees.get()
    return sees is not None and page.pk is not None and not sees(page)


def connect() -> None:
    """Base rows are shown, too, so it is `Page` itself that keeps silent."""
    title_of, name_of = Page.get_admin_display_title, Page.__str__
    basic_of = PageChooserBlock.render_basic
    data_of = html_to_contentstate.PageLinkElementHandler.get_attribute_data

    def get_admin_display_title(page: Page) -> str:
        return _("A page that is closed to you") if is_hidden(page) else title_of(page)

    def __str__(page: Page) -> str:
        return _("A page that is closed to you") if is_hidden(page) else name_of(page)

    def render_basic(block: PageChooserBlock, value: Page | None, context: Any = None) -> str:
        """As two versions of a text are compared."""
        is_secret = value is not None and is_hidden(value)
        return str(value) if is_secret else basic_of(block, value, context)

    def get_attribute_data(handler: Any, attrs: dict[str, str]) -> dict[str, Any]:
        data: dict[str, Any] = data_of(handler, attrs)
        page = Page.objects.filter(pk=data["id"]).first()
        return data | {"url": ""} if page is not None and is_hidden(page) else data

    Page.get_admin_display_title = get_admin_display_title
    Page.__str__ = __str__
    PageChooserBlock.render_basic = render_basic
    html_to_contentstate.PageLinkElementHandler.get_attribute_data = get_attribute_data
