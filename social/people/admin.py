"""People and groups in Wagtail's user administration."""

from copy import copy
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.forms import GroupForm
from wagtail.users.views import groups
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction
from wagtail.users.views.users import UserViewSet

from social.people.forms import PersonCreationForm, PersonEditForm


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm


class GroupIndexView(groups.IndexView):
    columns = [
        TitleColumn(
            "name",
            label=_("Name"),
            sort_key="name",
            accessor=str,
            url_name="wagtailusers_groups:edit",
        )
    ]

    def get_base_queryset(self) -> Any:
        """Without the groups that are kept equal to audiences: nobody edits those by hand."""
        return super().get_base_queryset().filter(audience=None)


class NamedGroupForm(GroupForm):
    """A group that comes with Rynek is shown translated until somebody gives it a name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if str(self.instance) != self.instance.name:
            words = _("People read “%(name)s” as long as the group has the name that it came with.")
            self.fields["name"].help_text = words % {"name": self.instance}


class GroupDeleteView(groups.DeleteView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's template says the name as it is stored; the copy is never saved."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["group"] = shown = copy(self.object)
        shown.name = str(shown)
        return context


class GroupViewSet(groups.GroupViewSet):
    index_view_class = GroupIndexView
    delete_view_class = GroupDeleteView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return NamedGroupForm


class RoleForm(forms.Form):
    """A role for several people: no group of an audience, which would open what is closed to them."""

    role = forms.ModelChoiceField(queryset=Group.objects.filter(audience=None))

    def clean_role(self) -> Group:
        role: Group = self.cleaned_data["role"]
        role.name = str(role)  # for Wagtail's message alone: it is not saved
        return role


AssignRoleBulkAction.form_class = RoleForm
