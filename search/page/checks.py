"""System checks: an engine that does not fit the set-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 (Django's name)

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
