"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.community.analysis.planner import Style
from social.community.models import Ambassador, Item, Nomination, Report, RoomSettings
from social.community.queue.rule import steps
from social.people.models import User
from social.people.rights import community_managers


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


class ItemForm(forms.Form):
    """What a community manager does with an item of the queue."""

    class Act:
        ASSIGN, POSTPONE, DONE, DISMISS = "assign", "postpone", "done", "dismiss"
        OF_EVERY_LINE = (ASSIGN, POSTPONE, DONE, DISMISS)

    act = forms.ChoiceField(
        choices=lambda: [(one, one) for one in (*steps(), *ItemForm.Act.OF_EVERY_LINE)]
    )
    owner = forms.ModelChoiceField(User.objects.none(), required=False, label=_("who"))
    due_on = forms.DateField(
        required=False, label=_("until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(max_length=200, required=False, label=_("reason"))
    outcome = forms.ChoiceField(choices=Item.Outcome.choices, required=False, label=_("outcome"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.active().filter(community_managers()).distinct()
        self.fields["owner"].queryset = managers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") == self.Act.POSTPONE:
            if not data.get("due_on") or data["due_on"] <= timezone.localdate():
                self.add_error("due_on", _("Choose a later day."))
            if not data.get("note"):
                self.add_error("note", _("Say why it can wait."))
        if data.get("act") == self.Act.ASSIGN and not data.get("owner"):
            self.add_error("owner", _("Choose who takes it."))
        if data.get("act") == self.Act.DONE and not data.get("outcome"):
            self.add_error("outcome", _("Say what came of it."))
        return data


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


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}


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


SCALE = [
    (5, _("fully agree")),
    (4, _("agree")),
    (3, _("neither")),
    (2, _("disagree")),
    (1, _("not at all")),
]
# The Brief Sense of Community Scale, its neighbourhood reworded for a company.
PULSE_ITEMS = [
    _("I can get what I need in this community."),
    _("This community helps me to fulfil my needs at work."),
    _("I feel like a member of this community."),
    _("I belong in this community."),
    _("I have a say about what goes on in this community."),
    _("People in this community are good at influencing each other."),
    _("I feel connected to this community."),
    _("I have a good bond with others in this community."),
]


class PulseForm(forms.Form):
    """Eight statements, answered all or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, text in enumerate(PULSE_ITEMS):
            self.fields[f"item{at}"] = forms.TypedChoiceField(
                label=text, choices=SCALE, coerce=int, widget=forms.RadioSelect
            )

    @property
    def answers(self) -> list[int]:
        """The eight answers in order, when valid."""
        return [self.cleaned_data[f"item{at}"] for at in range(len(PULSE_ITEMS))]


class PulseRoundForm(forms.Form):
    """Open a round of the pulse."""

    weeks = forms.IntegerField(min_value=1, max_value=6, initial=2, label=_("open for weeks"))
