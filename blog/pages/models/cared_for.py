"""Who looks after a page; what is left empty comes from the page above."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from social.people.choosers import PersonChooserWidget


class CaredForMixin(models.Model):
    """Who looks after a page and how often; what is left empty comes from the page above."""

    caretaker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked after by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Keeps the page true and hears from readers. Empty: as on the page above."),
    )
    caretaker_department = models.ForeignKey(
        "people.Department",
        verbose_name=_("or by the department"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Its head is asked when no person is named."),
    )
    review_months = models.PositiveSmallIntegerField(
        _("review every … months"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(120)],
        help_text=_("Empty: as on the page above. 0: never."),
    )

    care_panel = MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("caretaker", widget=PersonChooserWidget),
                    FieldPanel("caretaker_department"),
                ]
            ),
            FieldPanel("review_months"),
        ],
        heading=_("Care"),
        icon="history",
    )

    class Meta:
        abstract = True
