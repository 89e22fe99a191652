from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "social.comments"
    label = "comments"
    verbose_name = _("Conversation")

    def ready(self) -> None:
        from social.comments import handlers, messages, search

        handlers.connect()
        messages.connect()
        search.register()
