"""The outbox: what changed and is not yet in the search index."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "search.outbox"
    label = "search_outbox"
    verbose_name = _("search index")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.outbox import checks, listeners  # noqa: F401 (checks register themselves)

        listeners.connect()
