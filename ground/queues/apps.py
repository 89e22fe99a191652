from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueuesConfig(AppConfig):
    name = "ground.queues"
    label = "queues"
    verbose_name = _("Queues")
    default_auto_field = "django.db.models.BigAutoField"
