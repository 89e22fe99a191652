"""A poll on a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock


class PollBlock(SnippetChooserBlock):
    def __init__(self, target_model: Any = "blog.Poll", **kwargs: Any) -> None:
        super().__init__(target_model, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Poll")
        template = "blog/blocks/poll.html"
