"""Forms of following up and keeping."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.following.colleagues import named, usually_asked, who_may_be_asked
from social.following.models import Bookmark, Folder, Follow
from social.following.models.follows import Level
from social.following.moments import moment_named, morning_of
from social.people.models import User

SHOWN_COLLEAGUES = 8
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReminderForm(forms.Form):
    """A quick choice, which is the button that was pressed (`when`), or a day."""

    day = forms.DateField(label=_("Day"), required=False, widget=DATE)
    note = forms.CharField(
        label=_("Note to yourself"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("day")
        due_at: datetime | None = moment_named(self.data.get("when", ""))
        if due_at is None and day:
            due_at = morning_of(day)
        if due_at is None and "day" not in self.errors:
            self.add_error("day", _("Choose when to be reminded."))
        elif due_at is not None and due_at <= timezone.now():
            self.add_error("day", _("Choose a day that is still to come."))
        data["due_at"] = due_at
        return data


class Colleagues(forms.ModelChoiceField):
    """One of the people who may be given a task, each with what they do."""

    def label_from_instance(self, person: Any) -> str:
        about = person.job_title or (person.department.name if person.department else "")
        return f"{person} ({about})" if about else str(person)


class TaskForm(forms.Form):
    """Who, by when, what. Whom to ask is found by name, and chosen among those who are found."""

    q = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    assignee = Colleagues(
        label=_("Choose a colleague"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=_("By when"), required=False, widget=DATE)
    note = forms.CharField(
        label=_("What is to be done"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: User, thing: Any, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.able = who_may_be_asked(user, thing)
        self.query = (self.data.get("q", "") if self.is_bound else query)[:60]
        found = named(self.able, self.query) if self.query else usually_asked(user, self.able)
        self.found = found[:SHOWN_COLLEAGUES]
        choice: Any = self.fields["assignee"]
        choice.queryset = self.able.select_related("department")
        choice.choices = [(person.pk, choice.label_from_instance(person)) for person in self.found]
        self.initial["q"] = self.query

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("assignee") is None and "assignee" not in self.errors:
            if not self.query:
                self.add_error("q", _("Choose who is to do it."))
            elif len(self.found) == 1:
                data["assignee"] = self.found[0]
            elif self.found:
                self.add_error("q", _("Several colleagues are called that. Choose one of them."))
            else:
                self.add_error("q", _("Nobody of that name can see this page."))
        return data

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    @property
    def due_at(self) -> datetime | None:
        """The end of that day's work; of the day itself when its work is over already."""
        day = self.cleaned_data["day"]
        if not day:
            return None
        end_of_work = morning_of(day).replace(hour=17)
        if end_of_work > timezone.now():
            return end_of_work
        return end_of_work.replace(hour=23, minute=59)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class BookmarkForm(forms.ModelForm):
    folder_name = forms.CharField(label=_("Folder"), max_length=60, required=False)

    class Meta:
        model = Bookmark
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folder_name"].initial = self.instance.folder
        self.fields["folder_name"].widget.attrs["list"] = "folders"


class FolderForm(forms.ModelForm):
    class Meta:
        model = Folder
        fields = ["name"]


class BulkForm(forms.Form):
    """A level, or "stop", for several of one's own follows."""

    follows = forms.ModelMultipleChoiceField(queryset=Follow.objects.none())
    level = forms.ChoiceField(choices=[*Level.choices, ("", _("Stop following"))], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = Follow.objects.of(user)  # type: ignore[attr-defined]
