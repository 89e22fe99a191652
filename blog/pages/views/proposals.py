"""Proposing news and guides from the site."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.pages.models import ContentPage
from blog.pages.proposals import (
    KINDS,
    NothingToSubmitTo,
    as_typed,
    proposals_of,
    propose,
    revise,
    with_outcomes,
)
from social.people.requests import SignedInRequest


class ProposalForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    lead = forms.CharField(
        label=gettext_lazy("In two sentences"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("## makes a heading, - a list, **two stars** make bold."),
    )
    topics = forms.CharField(
        label=gettext_lazy("Topics"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A few words, with commas between them."),
    )

    def clean_topics(self) -> list[str]:
        return [
            word.strip()[:80] for word in self.cleaned_data["topics"].split(",") if word.strip()
        ]


def new(request: SignedInRequest, kind: str) -> HttpResponse:
    """The form, and what it makes: a draft that waits for an editor."""
    if kind not in KINDS:
        raise Http404
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose(request.user, kind, **form.cleaned_data)
        except NothingToSubmitTo:
            form.add_error(None, _("There is no place to publish this in yet."))
        else:
            messages.success(request, _("Thank you. An editor will read it; you will hear back."))
            return redirect("blog:proposals")
    return render(request, "blog/pages/propose.html", {"form": form, "kind": kind})


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """A proposal that came back: change it and send it again."""
    user = request.user
    page = get_object_or_404(proposals_of(user), pk=pk)
    if not with_outcomes([page])[0].may_revise:
        raise Http404
    form = ProposalForm(request.POST or None, initial=_as_typed(page))
    if request.method == "POST" and form.is_valid():
        revise(user, page.specific, **form.cleaned_data)
        messages.success(request, _("Sent again. You will hear back."))
        return redirect("blog:proposals")
    return render(
        request, "blog/pages/propose.html", {"form": form, "page": page, "kind": "revise"}
    )


def _as_typed(page: ContentPage) -> dict[str, str]:
    draft = page.get_latest_revision_as_object()
    html = "".join(str(block.value) for block in draft.body if block.block_type == "text")
    return {
        "title": draft.title,
        "lead": draft.lead,
        "text": as_typed(html),
        "topics": ", ".join(topic.name for topic in draft.topics.all()),
    }


def mine(request: SignedInRequest) -> HttpResponse:
    pages = with_outcomes(list(proposals_of(request.user)[:50]))
    return render(request, "blog/pages/proposals.html", {"pages": pages})
