from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClosedConfig(AppConfig):
    name = "blog.closed"
    label = "closed"
    verbose_name = _("Closed pages")

    def ready(self) -> None:
        from blog.closed import aliases, copying, moving

        aliases.connect()
        copying.connect()
        moving.connect()
