"""Answering the pulse, and opening a round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from social.community.access import for_managers
from social.community.models import (
    Pulse,
    PulseReply,
)
from social.community.pulse import actions
from social.community.pulse.forms import PulseForm, PulseRoundForm
from social.community.refused import Refused
from social.people.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest) -> HttpResponse:
    """Eight statements, anonymous."""
    user = request.user
    current = get_object_or_404(Pulse.objects.open())
    if PulseReply.objects.filter(pulse=current, person=user).exists():
        messages.info(request, _("You have answered already. Thank you."))
        return redirect("community:mine")
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_pulse(current, user, form.answers)
        messages.success(
            request,
            _("Thank you. Your answers were added to the sums; nobody can tell them apart."),
        )
        return redirect("community:mine")
    return render(request, "social/community/pulse.html", {"form": form, "pulse": current})


@require_POST
@for_managers
def open_pulse(request: SignedInRequest) -> HttpResponse:
    """Start a round of the pulse."""
    form = PulseRoundForm(request.POST)
    if form.is_valid():
        try:
            actions.open_pulse(form.cleaned_data["weeks"])
        except Refused:
            messages.error(request, _("A round is open already."))
        else:
            messages.success(request, _("The pulse is open."))
    return redirect("community:settings")
