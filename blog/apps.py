from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("News, guides and projects")

    def ready(self) -> None:
        from blog import handlers, mail_in, messages, needs_hand, newsletters, search
        from social.notifications.mail import kinds
        from social.notifications.models import Mail

        handlers.connect()
        messages.connect()
        mail_in.connect()
        needs_hand.register_rules()
        kinds.register(Mail.Kind.NEWSLETTER, newsletters.write)
        search.register()
