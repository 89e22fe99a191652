"""What lists of ours in Wagtail's admin share. It stands in the lowest room so that all may use it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


class YesNoColumn(Column):
    """Words that everybody hears and reads; Wagtail's marks are called “True” and “False”."""

    def get_value(self, instance: Any) -> Any:
        return _("yes") if super().get_value(instance) else _("no")


class NeverChosen:
    """For a snippet that no field points at: without the chooser, which asks no permission.

    Wagtail gives every snippet a chooser that lists all rows to whoever may enter the admin.
    """

    def register_chooser_viewset(self) -> None:
        """No chooser."""
