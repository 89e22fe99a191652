"""The eight statements, and a new round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
