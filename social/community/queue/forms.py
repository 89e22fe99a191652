"""What a community manager does with a line of the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.community.models import Item
from social.community.queue.rule import steps
from social.people.models import User
from social.people.rights import community_managers


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
