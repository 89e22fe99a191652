"""Places in a template that apps add to, without the template knowing them.

`{% slot "page_bar" %}` renders the template `<app>/slots/page_bar.html` of every installed app
that has one, ground floor first. An app that is not installed leaves nothing behind.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.template import Engine
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

ABOUT_A_PAGE = ("page_", "project_", "section_")


def is_about_a_page(name: str) -> bool:
    """Whether what is shown there belongs to the page in the context."""
    return name.startswith(ABOUT_A_PAGE)


def filled(name: str, context: dict[Any, Any], request: HttpRequest | None) -> SafeString:
    """What the installed apps show at this place."""
    parts = (part.render(context, request).rstrip("\n") for part in templates_of(name))
    return mark_safe("\n".join(parts))  # noqa: S308 - each part is a rendered template


@cache
def templates_of(name: str) -> tuple[Any, ...]:
    """The templates that fill a slot, ground floor first; looked for once."""
    return tuple(_found(name))


def _found(name: str) -> Iterable[Any]:
    folders = [Path(folder) for folder in Engine.get_default().dirs]
    for config in reversed(list(apps.get_app_configs())):
        part = f"{config.name.replace('.', '/')}/slots/{name}.html"
        # A loader would look into the folders of all apps for each: 50 ms a slot.
        if any((folder / part).is_file() for folder in [*folders, Path(config.path, "templates")]):
            yield get_template(part)
