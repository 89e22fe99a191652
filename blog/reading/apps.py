from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "blog.reading"
    label = "reading"
    verbose_name = _("Must-reads and reach")

    def ready(self) -> None:
        from blog.pages import lines, publishing_menu
        from blog.reading import forms, handlers, messages, needs_hand
        from blog.reading.campaign_admin import CampaignViewSet

        lines.register("must_reads", forms.panel(), forms.check_must_reads)
        handlers.connect()
        messages.connect()
        needs_hand.register_rules()
        publishing_menu.add(10, CampaignViewSet)
