"""What a community manager can do with a comment: each deed with its form and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from social.comments import actions
from social.comments.models import Comment
from social.people.models import User

LONGEST_PAUSE_DAYS = 365


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class HideForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The author receives it.")
    )
    with_answers = forms.BooleanField(label=_("Hide all answers below it too"), required=False)


class ApproveForm(forms.Form):
    """Asks about the answers that were hidden too, when there are any."""

    with_answers = forms.BooleanField(
        label=_("Show the answers hidden with it too"), required=False
    )


class MoveForm(forms.Form):
    page = forms.ModelChoiceField(
        label=_("To the page"), queryset=Page.objects.filter(depth__gt=1), widget=AdminPageChooser
    )


class WarningForm(forms.Form):
    reason = forms.CharField(
        label=_("What should the author do otherwise?"),
        max_length=500,
        help_text=_("Only the author reads it."),
    )


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The author reads it when trying to write.")
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST_PAUSE_DAYS, initial=3)


class NoForm(forms.Form):
    """A deed that needs no words."""


@dataclass(frozen=True)
class Deed:
    """A button of the desk."""

    key: str
    label: str | Promise
    do: Callable[[User, Comment, dict[str, Any]], Any]
    is_offered: Callable[[Comment], bool]
    form: type[forms.Form] = NoForm
    is_dangerous: bool = False


def _pause(manager: User, comment: Comment, data: dict[str, Any]) -> None:
    if comment.user is None:
        return
    until = timezone.now() + timedelta(days=data["days"])
    actions.pause(manager, comment.user, data["reason"], until, comment)


def _warn(manager: User, comment: Comment, data: dict[str, Any]) -> None:
    if comment.user is not None:
        actions.warn(manager, comment.user, data["reason"], comment)


def _needs_approval(comment: Comment) -> bool:
    waits = comment.is_waiting or comment.is_hidden
    return not comment.is_deleted and (waits or comment.concerns.open().exists())


def _has_appeal(comment: Comment) -> bool:
    return comment.is_hidden and comment.concerns.open().exists()


DEEDS = {
    deed.key: deed
    for deed in (
        Deed(
            "approve",
            _("Approve: it is fine"),
            lambda by, c, data: actions.approve(by, c, with_answers=data["with_answers"]),
            _needs_approval,
            ApproveForm,
        ),
        Deed(
            "keep-hidden",
            _("Keep it hidden"),
            lambda by, c, data: actions.keep_hidden(by, c, data["reason"]),
            _has_appeal,
            ReasonForm,
        ),
        Deed(
            "hide",
            _("Hide it"),
            lambda by, c, data: actions.hide(
                by, c, data["reason"], with_answers=data["with_answers"]
            ),
            lambda c: not c.is_removed,
            HideForm,
            is_dangerous=True,
        ),
        Deed(
            "lock",
            _("Close the thread for answers"),
            lambda by, c, data: actions.set_lock(by, c, True, data["reason"]),
            lambda c: not Comment.objects.filter(pk=c.thread_id, is_locked=True).exists(),
            ReasonForm,
        ),
        Deed(
            "unlock",
            _("Open the thread again"),
            lambda by, c, data: actions.set_lock(by, c, False),
            lambda c: Comment.objects.filter(pk=c.thread_id, is_locked=True).exists(),
        ),
        Deed(
            "move",
            _("Move it and its answers to another page"),
            lambda by, c, data: actions.move_branch(by, c, data["page"].specific),
            lambda c: not c.is_removed,
            MoveForm,
        ),
        Deed(
            "question",
            _("Make it a question of its own"),
            lambda by, c, data: actions.turn_into_question(by, c),
            lambda c: c.is_published and not (c.is_question and c.is_root),
        ),
        Deed(
            "statement",
            _("Make it a plain comment again"),
            lambda by, c, data: actions.mark_question(by, c, False),
            lambda c: c.is_published and c.is_question,
        ),
        Deed("warn", _("Warn the author"), _warn, lambda c: c.user_id is not None, WarningForm),
        Deed(
            "pause",
            _("Pause the author from writing"),
            _pause,
            lambda c: c.user_id is not None,
            PauseForm,
            is_dangerous=True,
        ),
    )
}


def offered_for(comment: Comment) -> list[tuple[Deed, forms.Form]]:
    """The deeds that make sense now, each with an empty form."""
    offered = [
        (deed, deed.form(prefix=deed.key)) for deed in DEEDS.values() if deed.is_offered(comment)
    ]
    hidden_too = actions.hidden_with(comment).exists()
    for _deed, form in offered:
        if isinstance(form, ApproveForm):
            if hidden_too:
                form.initial["with_answers"] = True
            else:
                del form.fields["with_answers"]
    return offered
