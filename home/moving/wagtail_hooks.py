"""Page links that keep their `#fragment`."""

from typing import Any

from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler

from home.moving.anchors import (
    AnchoredPageLinkElementHandler,
    AnchoredPageLinkHandler,
    anchored_link_entity,
)


@hooks.register("register_rich_text_features", order=2000)  # behind those of the rooms below
def register_anchored_page_links(features: Any) -> None:
    features.register_link_type(AnchoredPageLinkHandler)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': AnchoredPageLinkElementHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": anchored_link_entity}},
        },
    )
