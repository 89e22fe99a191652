"""System checks: an engine that does not fit the set-up."""

from typing import Any

from django.conf import settings
from django.core.checks import (
    CheckMessage,
    Error,
    Tags,
    Warning,  # noqa: A004 (Django's name)
    register,
)
from modelsearch.backends import InvalidSearchBackendError, import_backend

from search.page import engines
from search.page.engines.choosing import BadEngine, make_engine

LOCAL = ("", "localhost", "127.0.0.1", "::1")


@register(Tags.compatibility, deploy=True)
def index_is_shared_by_all_machines(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when several web machines seem to share a database and a cache, but not the index."""
    backend: str = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
    host = str(settings.DATABASES["default"].get("HOST", ""))
    is_database_elsewhere = host not in LOCAL and not host.startswith("/")
    is_cache_shared = "locmem" not in str(settings.CACHES["default"]["BACKEND"])
    if backend != "search.engine.whoosh" or not (is_database_elsewhere and is_cache_shared):
        return []
    return [
        Warning(
            "The search index lies on this machine, while database and cache are shared.",
            hint="With several web machines set SEARCH_URL to a shared engine, such as database://.",
            id="search.W002",
        )
    ]


@register(Tags.compatibility)
def the_engine_can_answer(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say what is wrong with the class that `SEARCH_ENGINE` names, before anybody searches."""
    path = engines.dotted_path()
    try:
        make_engine(path)
    except BadEngine as error:
        return [
            Error(
                f"SEARCH_ENGINE={path}: {error}.",
                hint="Name a class with the parts of search.page.engines.Engine, as in "
                "docs/developers/search-engines.md; without SEARCH_ENGINE ours is used.",
                id="search.E001",
            )
        ]
    return []


@register(Tags.compatibility)
def the_backend_can_be_imported(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say that `SEARCH_URL` names a backend that is not there."""
    path = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
    try:
        import_backend(path)
    except (ImportError, InvalidSearchBackendError) as error:
        hint = "Install the package that has it, or set SEARCH_URL to another engine."
        return [Error(f"The search backend {path} cannot be used: {error}", hint, id="search.E002")]
    return []
