"""App configurations that belong to the project rather than to a room."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class RynekConfig(AppConfig):
    name = "rynek"
    default = True

    def ready(self) -> None:
        post_migrate.connect(tell_sites_their_address, sender=self)


def tell_sites_their_address(**kwargs: Any) -> None:
    """Wagtail and packages that ask Django's sites hear the address of RYNEK_BASE_URL."""
    from django.contrib.sites.models import Site as DjangoSite
    from wagtail.models import Site as WagtailSite

    address = urlsplit(settings.RYNEK_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    host = address.hostname or "localhost"
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": settings.WAGTAIL_SITE_NAME}
    )
    WagtailSite.objects.filter(is_default_site=True).exclude(hostname=host, port=port).update(
        hostname=host, port=port
    )


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with the fields of our people."""

    user_viewset = "social.people.admin.PersonViewSet"
