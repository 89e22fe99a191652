"""Links to other pages, shown only to those who see them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from social.subjects.access import visible_pages


class RelatedPagesBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        ids = [page.pk for page in value["pages"] if page is not None]
        visible: dict[int, Page] = {}
        if request is not None and ids:
            visible = visible_pages(request.user).filter(pk__in=ids).in_bulk()
        context["pages"] = [visible[pk] for pk in ids if pk in visible]
        return context

    class Meta:
        icon = "link"
        label = _("Related pages")
        template = "blog/pages/blocks/related_pages.html"
