"""Lines below a page that an app above adds: a panel for the editor, shared by language versions.

What is registered here stands in the tab *People* where `PLACE` stands, belongs to the language
version that existed first, and is checked with the form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import Panel

PLACE = Panel()


@dataclass(frozen=True)
class Lines:
    relation: str
    panel: Panel
    check: Callable[[Any], None]


_registered: list[Lines] = []


def register(relation: str, panel: Panel, check: Callable[[Any], None]) -> None:
    """Called when apps are ready. `check(form)` adds errors to the lines of a page's form."""
    _registered.append(Lines(relation, panel, check))


def relations() -> tuple[str, ...]:
    return tuple(lines.relation for lines in _registered)


def with_panels(panels: list[Any]) -> list[Any]:
    """The panels, with those of other apps in their place."""
    added = [lines.panel for lines in _registered]
    return [one for panel in panels for one in (added if panel is PLACE else [panel])]


def check(form: Any) -> None:
    for lines in _registered:
        lines.check(form)
