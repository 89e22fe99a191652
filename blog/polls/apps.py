from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "blog.polls"
    label = "polls"
    verbose_name = _("Polls")

    def ready(self) -> None:
        from blog.pages import publishing_menu
        from blog.polls import handlers
        from blog.polls.admin import PollViewSet

        handlers.connect()
        publishing_menu.add(30, PollViewSet)
