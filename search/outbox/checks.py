"""System checks: a set-up in which searching would be slow or wrong."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004 (Django's name)
from modelsearch.conf import get_app_config


@register()
def index_is_written_by_the_worker(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when saving an object would also write the index within the request."""
    backends = get_app_config().get_search_backend_config()
    return [
        Warning(
            f"The search backend '{name}' updates itself although search.outbox does it.",
            hint='Set "AUTO_UPDATE": False in WAGTAILSEARCH_BACKENDS.',
            id="search.W001",
        )
        for name, conf in backends.items()
        if conf.get("AUTO_UPDATE", True)
    ]
