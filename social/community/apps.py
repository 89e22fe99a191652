from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "social.community"
    label = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Make the room's messages and weekly mail known, and what it has decided about numbers."""
        from social.community.limits import register_limits
        from social.community.mail import write_weekly
        from social.community.messages import register_messages
        from social.notifications.mail import kinds
        from social.notifications.models import Mail

        register_messages()
        register_limits()
        kinds.register(Mail.Kind.QUEUE, write_weekly)
