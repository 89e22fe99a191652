"""Forms about people."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.db.models import Q
from django.utils.html import format_html
from wagtail.users.forms import UserCreationForm, UserEditForm

from ground.pictures.fields import PictureField
from social.people.models import User
from social.people.photos import remove_photo, set_photo


class ProfileForm(forms.ModelForm):
    """What people may change about themselves; the rest comes from the administrators."""

    class Meta:
        model = User
        fields = ["photo", "phone", "about", "languages", "skills", "language", "time_zone"]
        widgets = {
            "languages": forms.CheckboxSelectMultiple,
            "about": forms.Textarea(attrs={"rows": 5}),
        }
        field_classes = {"photo": PictureField}

    def save(self, commit: bool = True) -> User:
        uploaded = self.files.get("photo")
        is_taken_away = self.cleaned_data.get("photo") is False
        if uploaded is None and not is_taken_away:
            return super().save(commit)
        self.instance.photo = self.initial.get("photo")  # replaced or removed below, in all sizes
        if uploaded is None:
            remove_photo(self.instance)
            return super().save(commit)
        person = super().save(commit)
        set_photo(person, uploaded)
        return person


ADMIN_FIELDS = [
    "job_title",
    "department",
    "level",
    "manager",
    "location",
    "start_date",
    "end_date",
    "language",
    "time_zone",
]


class PersonFieldsMixin:
    """The fields of the organisation, for the template to list after Wagtail's own."""

    def extra_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ADMIN_FIELDS]  # type: ignore[index]


class RolesMixin:
    """Groups to choose from, without those that are kept equal to audiences.

    Ticking one of them would open to somebody what is restricted to others.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields.get("groups")  # type: ignore[attr-defined]
        if groups is not None:
            groups.queryset = groups.queryset.filter(audience=None)

    def clean_groups(self) -> Any:
        chosen = self.cleaned_data["groups"]  # type: ignore[attr-defined]
        person = self.instance  # type: ignore[attr-defined]
        if person.pk is None:
            return chosen
        kept = person.groups.exclude(audience=None)
        return Group.objects.filter(Q(pk__in=chosen) | Q(pk__in=kept))


class PersonEditForm(RolesMixin, PersonFieldsMixin, UserEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password1"):  # as the form for somebody new says it
            password.help_text = format_html(
                "<p>{}</p>{}", password.help_text, password_validators_help_text_html()
            )

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | set(ADMIN_FIELDS)


class PersonCreationForm(RolesMixin, PersonFieldsMixin, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | set(ADMIN_FIELDS)
