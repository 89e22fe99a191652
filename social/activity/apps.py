from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "social.activity"
    label = "activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from social.activity.deeds import check_deeds

        register(check_deeds)
