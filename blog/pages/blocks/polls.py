"""A poll on a page."""

from typing import Any

from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock


class PollBlock(SnippetChooserBlock):
    def __init__(self, target_model: Any = "polls.Poll", **kwargs: Any) -> None:
        super().__init__(target_model, **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With the token that the form needs: blocks are drawn before templates get theirs."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        if request := context.get("request"):
            context["csrf_token"] = get_token(request)
        return context

    class Meta:
        icon = "list-ul"
        label = _("Poll")
        template = "blog/pages/blocks/poll.html"
