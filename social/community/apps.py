from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "social.community"
    label = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Make the room's messages known."""
        from social.community.messages import register_messages

        register_messages()
