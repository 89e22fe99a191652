from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home.start"
    label = "home"
    verbose_name = _("Start page")

    def ready(self) -> None:
        from home.start import reading
        from social.files.access import show_to_everybody

        show_to_everybody("home.housesettings")  # the logo
        reading.connect()
