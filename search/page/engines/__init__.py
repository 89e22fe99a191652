"""Engines: the one that the configuration names answers the search page."""

from functools import lru_cache

from django.conf import settings

from search.page.engines.base import Engine, Explanation, Found, Reference

__all__ = ["Engine", "Explanation", "Found", "Reference", "current"]


def current() -> Engine:
    """The engine behind Wagtail's default search backend."""
    return _engine(settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"])


@lru_cache
def _engine(backend: str) -> Engine:
    if backend == "search.engine.whoosh":
        from search.page.engines.whoosh import WhooshEngine

        return WhooshEngine()
    from search.page.engines.wagtail import WagtailEngine

    return WagtailEngine(backend.rpartition(".")[2])
