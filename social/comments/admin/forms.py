"""Forms of the desk."""

from django import forms

from social.comments.models import Policy


class PolicyForm(forms.ModelForm):
    class Meta:
        model = Policy
        fields = ["mode", "close_after_days", "is_for_subpages"]
        widgets = {"mode": forms.RadioSelect}
