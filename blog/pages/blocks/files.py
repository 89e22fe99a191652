"""Blocks made of files."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from blog.pages.blocks.text import RichTextBlock

_YOUTUBE = re.compile(r"https?://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})")
_VIMEO = re.compile(r"https?://(?:www\.)?vimeo\.com/(\d+)")


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(required=False, max_length=250, label=_("What is in it"))

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blog/pages/blocks/download.html"


class VideoValue(blocks.StructValue):
    @property
    def player_url(self) -> str:
        """Address of a player without cookies, or nothing when only a link can be shown."""
        url = self.get("url") or ""
        if match := _YOUTUBE.match(url):
            return f"https://www.youtube-nocookie.com/embed/{match[1]}"
        if match := _VIMEO.match(url):
            return f"https://player.vimeo.com/video/{match[1]}?dnt=1"
        return ""


class VideoBlock(blocks.StructBlock):
    """A film from the document library or from the web, with its words."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    file = DocumentChooserBlock(required=False, label=_("File"))
    url = blocks.URLBlock(required=False, label=_("Address"))
    transcript = RichTextBlock(
        features=["bold", "italic", "ul"],
        required=False,
        label=_("Transcript"),
        help_text=_("For those who cannot hear it or are in a quiet office."),
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if bool(result.get("file")) == bool(result.get("url")):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("Give either a file or an address."))]
            )
        return result

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blog/pages/blocks/video.html"
        value_class = VideoValue
