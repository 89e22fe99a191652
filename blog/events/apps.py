from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "blog.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from blog.events import handlers, messages, search

        handlers.connect()
        messages.connect()
        search.register()
