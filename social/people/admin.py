"""People and groups in Wagtail's user administration."""

from typing import Any

from django.forms import ModelForm
from wagtail.users.views import groups
from wagtail.users.views.users import UserViewSet

from social.people.forms import PersonCreationForm, PersonEditForm


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm


class GroupIndexView(groups.IndexView):
    def get_base_queryset(self) -> Any:
        """Without the groups that are kept equal to audiences: nobody edits those by hand."""
        return super().get_base_queryset().filter(audience=None)


class GroupViewSet(groups.GroupViewSet):
    index_view_class = GroupIndexView
