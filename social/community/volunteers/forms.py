"""Forms of volunteers, nominations and teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from social.analytics.analysis.planner import Style
from social.community.models import Ambassador, Nomination
from social.people.models import User


class VolunteerForm(forms.ModelForm):
    class Meta:
        model = Ambassador
        fields = ["words", "is_candidate", "is_helper", "is_buddy", "likes_new_tools"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("is_candidate", "is_helper", "is_buddy")):
            self.add_error("is_candidate", _("Tick at least one thing that you volunteer for."))
        return data


class NominationForm(forms.ModelForm):
    class Meta:
        model = Nomination
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class PlanForm(forms.Form):
    """Wishes for a team."""

    size = forms.IntegerField(min_value=1, max_value=50, initial=10, label=_("how many people"))
    per_department = forms.IntegerField(
        min_value=1, max_value=50, initial=2, label=_("at most from one department")
    )
    every_level = forms.BooleanField(
        initial=True, required=False, label=_("somebody of each level")
    )
    style = forms.ChoiceField(
        choices=[
            (Style.EVEN, _("even")),
            (Style.BRIDGING, _("bridging: for a big change")),
            (Style.COHESIVE, _("cohesive: for a small change")),
        ],
        initial=Style.EVEN,
        label=_("what for"),
    )
    include = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, label=_("surely with")
    )
    exclude = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, label=_("surely without")
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("include", "exclude"):
            self.fields[name].queryset = candidates  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["size"] = 4
