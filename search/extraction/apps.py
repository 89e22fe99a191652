from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtractionConfig(AppConfig):
    name = "search.extraction"
    label = "search_extraction"
    verbose_name = _("Text of documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.extraction import handlers, search

        handlers.connect()
        search.register()
