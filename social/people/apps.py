from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "social.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from social.people import groups, handlers, search

        groups.translate_names()
        handlers.connect()
        search.register()
