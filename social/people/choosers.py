"""Choosing a person in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from social.people.models import User


class _PeopleMixin:
    """People who work here, with what tells namesakes apart."""

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("job_title", label=_("Job title")),
            Column("department", label=_("Department")),
        ]

    def get_object_list(self) -> Any:
        return User.objects.active().for_byline()


class _ChooseView(_PeopleMixin, ChooseView):
    pass


class _ChooseResultsView(_PeopleMixin, ChooseResultsView):
    pass


class PersonChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView


person_chooser_viewset = PersonChooserViewSet("person_chooser")
PersonChooserBlock = person_chooser_viewset.get_block_class(
    name="PersonChooserBlock", module_path="social.people.choosers"
)
PersonChooserWidget = person_chooser_viewset.widget_class
