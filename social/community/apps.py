from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "social.community"
    label = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Make the room's messages, rules and weekly mail known, and what it decided about numbers."""
        from django.core.checks import register

        from social.analytics.record.brought import bring
        from social.community.checks import rules_are_whole
        from social.community.messages import register_messages
        from social.community.pulse.facts import pulse_of
        from social.community.queue.mail import write_weekly
        from social.community.queue.ours import register_rules
        from social.community.settings.limits import register_limits
        from social.community.volunteers.facts import ambassadors_of
        from social.notifications.mail import kinds
        from social.notifications.models import Mail

        register_messages()
        register_limits()
        bring("ambassadors", ambassadors_of)
        bring("pulse", pulse_of)
        register_rules()
        register(rules_are_whole)
        kinds.register(Mail.Kind.QUEUE, write_weekly)
