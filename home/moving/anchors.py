"""Page links in rich text that lead to a heading: `<a linktype="page" id="3" fragment="x">`.

Wagtail's own page links forget the part after `#`.
"""

from __future__ import annotations

from html import escape
from typing import Any

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler

from blog.closed.links import ReadersPageLinkHandler


class AnchoredPageLinkHandler(ReadersPageLinkHandler):
    """Shows a page link, for whom it may be shown, with its fragment."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            _with_fragment(html, attrs.get("fragment"))
            for html, attrs in zip(
                super().expand_db_attributes_many(attrs_list), attrs_list, strict=True
            )
        ]


class AnchoredPageLinkElementHandler(PageLinkElementHandler):
    """Carries the fragment of a page link into the editor."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data: dict[str, Any] = super().get_attribute_data(attrs)
        if attrs.get("fragment"):
            data["fragment"] = attrs["fragment"]
        return data


def anchored_link_entity(props: dict[str, Any]) -> Any:
    """Brings the fragment of a page link back from the editor."""
    if props.get("id") is None or not props.get("fragment"):
        return link_entity(props)
    attributes = {"linktype": "page", "id": props["id"], "fragment": props["fragment"]}
    return DOM.create_element("a", attributes, props["children"])


def _with_fragment(html: str, fragment: str | None) -> str:
    if not fragment or not html.endswith('">'):
        return html
    return f'{html[:-2]}#{escape(fragment)}">'
