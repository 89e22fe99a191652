"""Counters that rooms keep, and how each is derived anew: for `rynek recount`."""

from collections.abc import Callable, Iterable

_recounts: dict[str, Callable[[], Iterable[str]]] = {}


def register_recount(name: str, recount: Callable[[], Iterable[str]]) -> None:
    """`recount()` repairs the counters and yields one line for each that was wrong."""
    _recounts[name] = recount


def recounts() -> dict[str, Callable[[], Iterable[str]]]:
    return dict(_recounts)
