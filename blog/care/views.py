"""Reviewing guides and saying whether they help."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from blog.care import reviews as care
from blog.care.models import GuideFeedback, ReviewEntry
from blog.pages.canonical import canonical_of
from blog.pages.models import GuidePage
from social.people.models import User
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404


class FeedbackForm(forms.Form):
    verdict = forms.ChoiceField(choices=GuideFeedback.Verdict.choices)
    words = forms.CharField(max_length=500, required=False)


class ReviewForm(forms.Form):
    """One of three decisions, each with what it needs."""

    action = forms.ChoiceField(choices=ReviewEntry.Action.choices)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
    delegate = forms.CharField(
        label=gettext_lazy("E-mail address of the colleague"), max_length=254, required=False
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("action") == ReviewEntry.Action.POSTPONED:
            for name in ("until", "reason"):
                if not data.get(name):
                    self.add_error(name, _("Say until when and why."))
        if data.get("action") == ReviewEntry.Action.DELEGATED:
            address = data.get("delegate", "").strip()
            data["to"] = User.objects.active().filter(email__iexact=address).first()
            if data["to"] is None:
                self.add_error("delegate", _("Nobody here has this address."))
        return data


def _guide_or_404(request: SignedInRequest, pk: int) -> GuidePage:
    page = visible_page_or_404(request, pk)
    if not isinstance(page, GuidePage):
        raise Http404
    return page


@require_POST
def feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _guide_or_404(request, pk)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers; up to 500 characters may follow."))
        return redirect(page.get_url(request) or "/")
    care.say(request.user, page, **form.cleaned_data)
    if request.htmx:
        return render(request, "blog/care/includes/feedback.html", {"page": page})
    messages.success(request, _("Thank you. Whoever looks after this guide will see it."))
    return redirect(page.get_url(request) or "/")


def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """What readers said, the history, and the decision: still right, later, somebody else."""
    page, user = _guide_or_404(request, pk), request.user
    if not care.may_review(user, page):
        raise PermissionDenied
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(user, page, form.cleaned_data)
        except care.CareError:
            form.add_error(
                None,
                _("Choose a day within a year from now, or another colleague who sees the guide."),
            )
        else:
            messages.success(request, _("Noted."))
            return redirect(page.get_url(request) or "/")
    return render(request, "blog/care/review.html", _context(page, form))


def _context(page: GuidePage, form: ReviewForm) -> dict:
    source = canonical_of(page)
    said = GuideFeedback.objects.filter(page_id=source.pk).select_related("person")
    entries = ReviewEntry.objects.filter(page_id=source.pk).select_related("person", "delegate")
    return {"page": page, "form": form, "feedback": said[:50], "entries": entries[:50]}


def _decide(user: User, page: GuidePage, data: dict) -> None:
    if data["action"] == ReviewEntry.Action.CONFIRMED:
        care.confirm(user, page)
    elif data["action"] == ReviewEntry.Action.POSTPONED:
        care.postpone(user, page, data["until"], data["reason"])
    else:
        care.delegate(user, page, data["to"], data["reason"])


@require_POST
def resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a reader said is dealt with."""
    said = get_object_or_404(GuideFeedback, pk=pk)
    page = _guide_or_404(request, said.page_id)
    if not care.may_review(request.user, page):
        raise PermissionDenied
    care.resolve(request.user, said)
    return redirect("blog:review", page.pk)
