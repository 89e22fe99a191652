from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "blog.care"
    label = "care"
    verbose_name = _("Care of guides")

    def ready(self) -> None:
        from blog.care import handlers, messages, needs_hand, search

        handlers.connect()
        messages.connect()
        needs_hand.register_rules()
        search.register()
