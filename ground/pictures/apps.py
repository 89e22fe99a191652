from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "ground.pictures"
    label = "pictures"
    verbose_name = _("Pictures")

    def ready(self) -> None:
        from ground.pictures.opening import seal

        seal()
