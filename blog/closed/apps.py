from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClosedConfig(AppConfig):
    name = "blog.closed"
    label = "closed"
    verbose_name = _("Closed pages")

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from blog.closed import aliases, copying, lists, moving, notices, reader
        from blog.closed.policy import ClosedPagePolicy

        register_permission_policy(Page, ClosedPagePolicy(Page))
        aliases.connect()
        copying.connect()
        lists.connect()
        moving.connect()
        notices.connect()
        reader.connect()
