from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "social.following"
    label = "following"
    verbose_name = _("Following")

    def ready(self) -> None:
        from social.following import listeners

        listeners.connect()
