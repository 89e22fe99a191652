from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "blog.newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from blog.newsletters import sending
        from blog.newsletters.admin import NewsletterViewSet
        from blog.newsletters.models import NewsletterDelivery
        from blog.pages import publishing_menu, who
        from social.notifications.mail import kinds
        from social.notifications.models import Mail

        kinds.register(Mail.Kind.NEWSLETTER, sending.write)
        publishing_menu.add(40, NewsletterViewSet)
        who.count_as_interruption(
            lambda since: NewsletterDelivery.objects.filter(sent_at__gte=since)
        )
