from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchPageConfig(AppConfig):
    name = "search.page"
    label = "search_page"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from search.analysis import synonyms
        from search.page import checks, facets  # noqa: F401 (checks register themselves)
        from search.page.models import Synonym

        facets.register()
        synonyms.provider = Synonym.groups
        for signal in (post_save, post_delete):
            signal.connect(
                lambda **kwargs: synonyms.forget(), Synonym, weak=False, dispatch_uid="synonyms"
            )
