"""What is kept about pages that are not for everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CarriedRestriction(models.Model):
    """A view restriction that a copy, an alias or a moved page brought along.

    It stands for a restriction of where the page comes from, so a page's own settings neither
    reuse nor lift it, even if its groups are those of audiences.
    """

    restriction = models.OneToOneField(
        "wagtailcore.PageViewRestriction",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="carried",
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("carried restriction")
        verbose_name_plural = _("carried restrictions")

    def __str__(self) -> str:
        return str(self.restriction)
