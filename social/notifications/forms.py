"""Forms of the preferences."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from social.following.models import Habits
from social.notifications.models import Occasion, PersonalSettings, Timing
from social.notifications.occasions import ONLY_BY_MAIL, Choice
from social.notifications.preferences import choices_of, choose
from social.people.models import User
from social.people.rights import community_managers

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SettingsForm(forms.ModelForm):
    """When one may be disturbed."""

    digest_weekday = forms.TypedChoiceField(
        label=_("Day of the weekly digest"), choices=list(WEEKDAYS.items()), coerce=int
    )

    class Meta:
        model = PersonalSettings
        fields = [
            *("digest_time", "digest_weekday", "quiet_from", "quiet_until", "quiet_at_weekends"),
            *("absent_from", "absent_until", "mails_off"),
        ]
        labels = {
            "digest_time": _("Time of the digest"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "quiet_at_weekends": _("Quiet at weekends"),
            "absent_from": _("Absent from"),
            "absent_until": _("Absent until"),
            "mails_off": _("No mails at all"),
        }
        widgets = {
            **dict.fromkeys(("digest_time", "quiet_from", "quiet_until"), TIME),
            **dict.fromkeys(("absent_from", "absent_until"), DATE),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start = data.get("quiet_from")
        if start is not None and start == data.get("quiet_until"):
            # It could mean no hour or all day, and would mean no hour.
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
        return data


class HabitsForm(forms.ModelForm):
    class Meta:
        model = Habits
        fields = ["follows_what_they_write"]


def _timings(occasion: Occasion) -> list[tuple[str, Any]]:
    """When mails of this occasion may come."""
    offered = [Timing.NEVER, Timing.INSTANT] if occasion in ONLY_BY_MAIL else list(Timing)
    return [(timing.value, timing.label) for timing in offered]


class MatrixForm(forms.Form):
    """What happened × how to tell: one row for each occasion."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.choices = dict(choices_of([user.pk])[user.pk])
        if not User.objects.filter(community_managers(), pk=user.pk).exists():
            del self.choices[Occasion.QUEUE]  # nobody else gets that mail
        for occasion, choice in self.choices.items():
            self.fields[f"{occasion}-mail"] = forms.ChoiceField(
                choices=_timings(occasion), initial=choice.mail
            )
            if occasion in ONLY_BY_MAIL:
                continue
            self.fields[f"{occasion}-inbox"] = forms.BooleanField(
                required=False, initial=choice.inbox
            )
            self.fields[f"{occasion}-push"] = forms.BooleanField(
                required=False, initial=choice.push
            )

    def rows(self) -> Any:
        """The occasion's words, and its three fields."""
        for occasion in self.choices:
            names = [f"{occasion}-{channel}" for channel in ("inbox", "mail", "push")]
            yield Occasion(occasion), [self[n] if n in self.fields else None for n in names]

    def save(self) -> None:
        """Keep the rows that differ from what holds now."""
        data = self.cleaned_data
        for occasion, old in self.choices.items():
            new = Choice(
                data.get(f"{occasion}-inbox", old.inbox),
                Timing(data[f"{occasion}-mail"]),
                data.get(f"{occasion}-push", old.push),
            )
            if new != old:
                choose(self.user, occasion, new)
