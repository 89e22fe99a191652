"""StreamField blocks that internal communication needs."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from blog.pages.blocks.files import DownloadBlock, VideoBlock
from blog.pages.blocks.people import PeopleBlock
from blog.pages.blocks.polls import PollBlock
from blog.pages.blocks.related import RelatedPagesBlock
from blog.pages.blocks.text import (
    RICH_TEXT_FEATURES,
    CalloutBlock,
    ChecklistBlock,
    CodeBlock,
    GalleryBlock,
    QuoteBlock,
    RichTextBlock,
    StepsBlock,
)

__all__ = ["RICH_TEXT_FEATURES", "BodyBlock"]


def _rich_cell() -> RichTextBlock:
    return RichTextBlock(features=["bold", "italic", "link", "code", "document-link"])


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = RichTextBlock(
        features=RICH_TEXT_FEATURES, icon="pilcrow", template="blog/pages/blocks/text.html"
    )
    image = ImageBlock(template="blog/pages/blocks/image.html")
    gallery = GalleryBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    table = TypedTableBlock(
        [("text", _rich_cell()), ("number", blocks.DecimalBlock(required=False))],
        icon="table",
        template="blog/pages/blocks/table.html",
    )
    quote = QuoteBlock()
    code = CodeBlock()
    download = DownloadBlock()
    video = VideoBlock()
    people = PeopleBlock()
    poll = PollBlock()
    related_pages = RelatedPagesBlock()
