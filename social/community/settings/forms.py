"""What people decide about the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.community.models import RoomSettings
from social.people.models import User
from social.people.rights import community_managers


class RoomForm(forms.ModelForm):
    class Meta:
        model = RoomSettings
        fields = [
            "people_parts",
            "group_numbers",
            "least_people",
            "least_contributors",
            "most_dominance",
            "unit_depth",
            "merged_name",
            "leaders_from",
            "opens",
            "closes",
            "polish_holidays",
            "answer_target",
            "weekly_mail",
            "deputy",
            "deputy_until",
            "hand_over",
        ]
        widgets = {
            "deputy_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "hand_over": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.active().filter(community_managers()).distinct()
        if self.instance.deputy_id != user.pk:  # who is the deputy already may stay it
            managers = managers.exclude(pk=user.pk)
        self.fields["deputy"].queryset = managers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens is not None and closes is not None and closes <= opens:
            self.add_error("closes", _("The working day must end after it starts."))
        until = data.get("deputy_until")
        if data.get("deputy") and not until:
            self.add_error("deputy_until", _("Say until when."))
        if until and until < timezone.localdate() and "deputy_until" in self.changed_data:
            self.add_error("deputy_until", _("Choose a later day."))
        return data
