"""The menu *Publishing* of Wagtail's admin: each app adds what editors keep there."""

from wagtail.snippets.views.snippets import SnippetViewSet

_items: dict[int, type[SnippetViewSet]] = {}


def add(order: int, viewset: type[SnippetViewSet]) -> None:
    """Called when apps are ready; lower numbers come first."""
    _items[order] = viewset


def items() -> tuple[type[SnippetViewSet], ...]:
    return tuple(_items[order] for order in sorted(_items))
