"""Forms of the conversation."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from social.comments.models import Attachment, Comment, Concern
from social.people.models import User

LARGEST_ID = 999_999_999


class CommentForm(forms.Form):
    """What somebody writes. `token` makes a submission count once."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=settings.RYNEK_COMMENT_LENGTH,
        strip=True,
        error_messages={
            "required": _("Write something first."),
            "max_length": _(
                "This is too long for a comment: at most %(limit_value)d characters. "
                "Your text is kept."
            ),
        },
        widget=forms.Textarea(attrs={"rows": 3, "class": "composer__input"}),
    )
    is_question = forms.BooleanField(label=_("This is a question"), required=False)
    parent = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    attachments = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, author: User, page_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author, self.page_id = author, page_id
        self.fields["token"].initial = uuid.uuid4

    def clean_parent(self) -> Comment | None:
        pk = self.cleaned_data["parent"]
        if not pk:
            return None
        parent = Comment.objects.visible_to(self.author).filter(pk=pk, page_id=self.page_id)
        found = parent.first()
        if found is None:
            raise forms.ValidationError(
                _("That comment is no longer there. Your text is kept."), code="removed"
            )
        return found

    def clean_attachments(self) -> list[Attachment]:
        return self._files(self.cleaned_data["attachments"])

    @property
    def kept_files(self) -> list[Attachment]:
        """The files that came with what is shown again; none in a fresh form."""
        return self._files(self.data.get("attachments", "")) if self.is_bound else []

    def _files(self, written: str) -> list[Attachment]:
        keys = []
        for key in written.split():
            try:
                keys.append(uuid.UUID(key))
            except ValueError:
                continue
        if not keys:
            return []
        mine = Attachment.objects.filter(uploaded_by=self.author, comment__isnull=True)
        return list(mine.filter(key__in=keys[:20]))


class ReportForm(forms.Form):
    """Why somebody thinks that a community manager should look at a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Concern.Reason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What should the community manager know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """Why an author thinks that a comment should not have been hidden."""

    note = forms.CharField(
        label=_("Why should it be shown again?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
