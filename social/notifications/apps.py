from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "social.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from social.notifications import listeners
        from social.notifications.occasions import check_occasions

        listeners.connect()
        register(check_occasions)
