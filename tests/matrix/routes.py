"""The routes of the URL configuration, and addresses made of them with the ids of planted rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

# `<int:pk>`, `(?P<pk>…)`, and the groups without a name that Wagtail's serving views have.
ARGUMENT = re.compile(
    r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)"
    r"|\(\\d\+\)|\(\.\*\)|\(\(\?:\[\\w\\-\]\+/\)\*\)"
)


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    model: type[Model] | None

    @property
    def arguments(self) -> list[str]:
        return [m[1] or m[2] or m[0] for m in ARGUMENT.finditer(self.pattern)]


def all_routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[Any], prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, below)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or ""])
            yield Route(route, name, _model_of(pattern.callback))


def _model_of(view: Any) -> type[Model] | None:
    """The model that a class-based view names, through all that is wrapped around it."""
    while view is not None:
        arguments = getattr(view, "view_initkwargs", {})
        model = arguments.get("model") or getattr(getattr(view, "view_class", None), "model", None)
        if isinstance(model, type):
            return model
        view = getattr(view, "__wrapped__", None)
    return None


def fill(route: Route, values: dict[str, Any]) -> str:
    """The address of a route with these values for its arguments; KeyError names a missing one."""

    def value(match: re.Match[str]) -> str:
        return str(values[match[1] or match[2] or match[0]])

    address = ARGUMENT.sub(value, route.pattern)
    return "/" + re.sub(r"[\^$?]|\\", "", address)
