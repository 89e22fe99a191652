from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class QueuesConfig(AppConfig):
    name = "ground.queues"
    label = "queues"
    verbose_name = _("Queues")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every queue: whoever tries again, and whoever shows what waits."""
        autodiscover_modules("tasks", "drain", "worker")
