"""App configurations that belong to the project rather than to a room."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class RynekConfig(AppConfig):
    name = "rynek"
    default = True

    def ready(self) -> None:
        from ground import csp, wagtail_exports
        from rynek import refused

        csp.mend_choosers()
        wagtail_exports.mend()
        refused.mend()
        # Django tells only apps with models that the database was migrated.
        post_migrate.connect(_tell_sites, sender=apps.get_app_config("wagtailcore"))


def _tell_sites(**kwargs: Any) -> None:
    from rynek.preparation import tell_sites_their_address

    tell_sites_their_address(settings.RYNEK_BASE_URL)


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with the fields of our people."""

    user_viewset = "social.people.admin.PersonViewSet"
    group_viewset = "social.people.admin.GroupViewSet"
