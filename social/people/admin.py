"""People in Wagtail's user administration."""

from django.forms import ModelForm
from wagtail.users.views.users import UserViewSet

from social.people.forms import PersonCreationForm, PersonEditForm


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
