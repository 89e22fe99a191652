"""Approval of proposals, where who sends one back says why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask


class ReasonForm(TaskStateCommentForm):
    comment = forms.CharField(
        label=_("What should change, and why?"),
        help_text=_("The author gets these words."),
        error_messages={"required": _("Say why: the author waits for the reason.")},
        widget=forms.Textarea({"rows": 3}),
    )


class ApprovalTask(AbstractGroupApprovalTask):
    """Wagtail's approval by groups; only asking for changes takes a reason."""

    class Meta:
        verbose_name = _("approval with reasons")
        verbose_name_plural = _("approvals with reasons")

    def get_form_for_action(self, action: str) -> Any:
        return ReasonForm if action == "reject" else super().get_form_for_action(action)
