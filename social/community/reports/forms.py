"""The words of a report."""

from __future__ import annotations

from django import forms

from social.community.models import Report


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}
