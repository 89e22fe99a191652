from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovingConfig(AppConfig):
    name = "home.moving"
    label = "importers"
    verbose_name = _("Imports")
