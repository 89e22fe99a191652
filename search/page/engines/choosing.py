"""From a dotted path to an engine, or to words that say what the class lacks."""

import inspect
from collections.abc import Iterator
from typing import Any, cast

from django.utils.module_loading import import_string

from search.page.engines.base import Engine

# How the search page calls each part of `Engine`: positional and keyword arguments.
CALLS: dict[str, tuple[int, tuple[str, ...]]] = {
    "find": (2, ("first", "count")),
    "suggest": (2, ("limit",)),
    "explain": (4, ()),
}


class BadEngine(Exception):
    """The dotted path names nothing that can answer the search page."""


def make_engine(path: str) -> Engine:
    """Return an instance of the class at a dotted path; BadEngine names everything it lacks."""
    try:
        made: Any = import_string(path)
    except Exception as error:  # whatever the module of a stranger raises
        raise BadEngine(f"it cannot be imported: {error}") from error
    if not inspect.isclass(made):
        raise BadEngine("it is not a class")
    if faults := list(faults_of(made)):
        raise BadEngine("; ".join(faults))
    try:
        return cast(Engine, made())
    except Exception as error:
        raise BadEngine(f"it cannot be made without arguments: {error}") from error


def faults_of(engine_class: type) -> Iterator[str]:
    """Say in words what a class lacks of `Engine`."""
    if not hasattr(engine_class, "name"):
        yield "it has no name, such as name = “acme”"
    for method, (positions, keywords) in CALLS.items():
        function = getattr(engine_class, method, None)
        if not callable(function):
            yield f"it has no method {method}()"
        elif not _takes(function, positions, keywords):
            wanted = inspect.signature(getattr(Engine, method))
            yield f"{method}() must take what Engine.{method}{_without_types(wanted)} takes"


def _takes(function: Any, positions: int, keywords: tuple[str, ...]) -> bool:
    itself_too = 1 + positions
    try:
        inspect.signature(function).bind(*range(itself_too), **dict.fromkeys(keywords))
    except TypeError:
        return False
    return True


def _without_types(signature: inspect.Signature) -> str:
    empty = inspect.Parameter.empty
    plain = [p.replace(annotation=empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty))
