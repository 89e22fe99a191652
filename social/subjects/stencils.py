"""The same buttons beside many rows: rendered once for a screen, then filled with each row's id."""

from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

STAND_IN = 987_650_123  # an id that no row has
NAME = "\ue000"  # where a name goes; nobody types this character


def fill(
    request: HttpRequest,
    template: str,
    key: Hashable,
    context: Callable[[], dict[str, Any]],
    pk: int,
    name: str = "",
) -> SafeString:
    """The template with this row's id and name.

    `context` has STAND_IN and NAME in their places, and depends on nothing beyond `key`.
    """
    known: dict[Hashable, str] = request.__dict__.setdefault("_stencils", {})
    whole = (template, get_language(), key)
    if whole not in known:
        known[whole] = get_template(template).render(context())
    html = known[whole].replace(str(STAND_IN), str(pk)).replace(NAME, escape(name))
    return mark_safe(html)  # noqa: S308
