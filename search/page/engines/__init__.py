"""Engines: the one that `SEARCH_ENGINE` names answers the search page."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.page.engines.base import Engine, Explanation, Found, Reference
from search.page.engines.choosing import BadEngine, make_engine

__all__ = ["Engine", "Explanation", "Found", "Reference", "current", "dotted_path"]

WHOOSH = "search.page.engines.whoosh.WhooshEngine"
WAGTAIL = "search.page.engines.wagtail.WagtailEngine"


def dotted_path() -> str:
    """The engine's class: the one that is configured, else what fits Wagtail's search backend."""
    backend = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
    fitting = WHOOSH if backend == "search.engine.whoosh" else WAGTAIL
    return getattr(settings, "SEARCH_ENGINE", "") or fitting


def current() -> Engine:
    """The engine in use; ImproperlyConfigured says what is wrong with the one named."""
    return _engine(dotted_path())


@lru_cache
def _engine(path: str) -> Engine:
    try:
        return make_engine(path)
    except BadEngine as error:
        raise ImproperlyConfigured(f"SEARCH_ENGINE={path}: {error}") from error
