"""What belongs to Rynek, and not to a package that it uses."""

import inspect
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

ROOMS = ("rynek", "home", "blog", "social", "search", "ground")


def is_ours(dotted: str) -> bool:
    return dotted.partition(".")[0] in ROOMS


def app_configs() -> list[AppConfig]:
    """The apps of the rooms, from the top down."""
    return [config for config in apps.get_app_configs() if is_ours(config.name)]


def name_of(function: Any) -> str:
    """`room.app.module.function`, as one would import it."""
    while isinstance(function, partial):
        function = function.func
    function = inspect.unwrap(function)
    name = getattr(function, "__qualname__", type(function).__name__)
    return f"{getattr(function, '__module__', '')}.{name}"


def templates() -> Iterator[tuple[str, str]]:
    """Name and text of every template."""
    root = Path(str(settings.BASE_DIR)) / "templates"
    for path in sorted(root.rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
