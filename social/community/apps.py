from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "social.community"
    label = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Make the room's messages, rules and weekly mail known, and what it decided about numbers."""
        from django.core.checks import register

        from social.community.checks import rules_are_whole
        from social.community.limits import register_limits
        from social.community.mail import write_weekly
        from social.community.messages import register_messages
        from social.community.queue.ours import register_rules
        from social.notifications.mail import kinds
        from social.notifications.models import Mail

        register_messages()
        register_limits()
        register_rules()
        register(rules_are_whole)
        kinds.register(Mail.Kind.QUEUE, write_weekly)
