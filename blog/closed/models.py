"""What is kept about pages that are not for everybody."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.closed.deeds import in_words


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
        permissions = [("work_on_closed_pages", "Can work on pages that are closed to them")]
        verbose_name = _("carried restriction")
        verbose_name_plural = _("carried restrictions")

    def __str__(self) -> str:
        return str(self.restriction)


class ClosedVisit(models.Model):
    """That an administrator opened a page that is not for them: a line of the audit log."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(_("page"), max_length=255)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    deed = models.CharField(_("opened"), max_length=100)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        verbose_name = _("closed page opened")
        verbose_name_plural = _("closed pages opened")

    def __str__(self) -> str:
        return self.title

    @property
    def deed_in_words(self) -> str:
        return in_words(self.deed)
