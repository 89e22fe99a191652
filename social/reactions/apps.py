from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReactionsConfig(AppConfig):
    name = "social.reactions"
    label = "reactions"
    verbose_name = _("Reactions")

    def ready(self) -> None:
        from social.reactions import handlers

        handlers.connect()
