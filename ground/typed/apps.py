from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ground.typed import fields

fields.mend()  # apps are imported before models, and models before the forms that they declare


class TypedConfig(AppConfig):
    name = "ground.typed"
    label = "typed"
    verbose_name = _("Typed fields")

    def ready(self) -> None:
        fields.bound()
