"""Checking and publishing a draft that a forwarded mail became."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from social.notifications.incoming.drafts import publish
from social.notifications.models import MailDraft, MailDraftFile
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404


class DraftForm(forms.ModelForm):
    class Meta:
        model = MailDraft
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}

    attachments = forms.ModelMultipleChoiceField(
        MailDraftFile.objects.none(),
        required=False,
        label=gettext_lazy("Attachments"),
        help_text=gettext_lazy(
            "Those that are ticked come below the page, for everybody who sees it."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = self.instance.files.all()
        if files:
            self.fields["attachments"].queryset = files  # type: ignore[attr-defined]
            self.initial["attachments"] = files
        else:
            del self.fields["attachments"]


@require_http_methods(["GET", "POST"])
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own draft: check it, publish it, or throw it away."""
    mine = get_object_or_404(MailDraft.objects.waiting_for(request.user), pk=pk)
    space = visible_page_or_404(request, mine.space_id)
    if request.method == "POST" and request.POST.get("discard"):
        mine.delete()
        messages.success(request, _("The draft is gone."))
        return redirect(space.get_url() or "/")
    form = DraftForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        try:
            page = publish(mine, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            is_live = page.live
            said = _("It is published.") if is_live else _("It was sent to the editors.")
            messages.success(request, said)
            return redirect((page if is_live else space).get_url() or "/")
    return render(request, "social/notifications/draft.html", {"form": form, "space": space})
