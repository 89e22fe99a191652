"""Blocks made of words and pictures."""

import re

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

RICH_TEXT_FEATURES = [
    *("h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr"),
    *("link", "document-link", "code", "strikethrough"),
]
_NESTED = re.compile("<[uo]l[ >]", re.IGNORECASE)
INLINE_FEATURES = ["bold", "italic", "link", "document-link", "code"]


class RichTextBlock(blocks.RichTextBlock):
    """Rich text in which the words before a nested list do not run into its first item.

    Wagtail puts a space after items only, so that search would know neither word.
    """

    canonical_module_path = "wagtail.blocks.RichTextBlock"  # what migrations call it

    def get_searchable_content(self, value: RichText) -> list[str]:
        apart = RichText(_NESTED.sub(r" \g<0>", value.source)) if value else value
        found: list[str] = super().get_searchable_content(apart)
        return found


class GalleryBlock(blocks.ListBlock):
    """Pictures side by side."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or ImageBlock(), **kwargs)

    class Meta:
        icon = "image"
        label = _("Gallery")
        min_num = 2
        template = "blog/pages/blocks/gallery.html"


class CalloutBlock(blocks.StructBlock):
    """A remark that stands out."""

    tone = blocks.ChoiceBlock(
        choices=[
            ("info", _("Information")),
            ("tip", _("Tip")),
            ("warning", _("Warning")),
            ("danger", _("Danger")),
        ],
        default="info",
        label=_("Tone"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = RichTextBlock(features=[*INLINE_FEATURES, "ul", "ol"], label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blog/pages/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("What to do"))
    text = RichTextBlock(features=[*INLINE_FEATURES, "ul", "ol"], required=False, label=_("How"))
    image = ImageBlock(required=False, label=_("Picture"))


class StepsBlock(blocks.ListBlock):
    """Numbered steps of a procedure."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blog/pages/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to check; readers tick them for themselves."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Items"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "blog/pages/blocks/checklist.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    source = blocks.CharBlock(required=False, max_length=160, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blog/pages/blocks/quote.html"


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(required=False, max_length=30, label=_("Language"))
    code = blocks.TextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        label = _("Code")
        template = "blog/pages/blocks/code.html"
