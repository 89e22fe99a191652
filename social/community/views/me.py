"""What everybody has: own profile, volunteering, hints, introductions, pulse, own data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.community import actions, cards, own_data
from social.community.forms import NominationForm, PulseForm, VolunteerForm
from social.community.models import (
    Ambassador,
    Introduction,
    Nomination,
    Nudge,
    Objection,
    Pulse,
    PulseReply,
    RoomSettings,
)
from social.community.queue.words import describe
from social.community.views.access import while_people_parts
from social.people.models import User
from social.people.requests import SignedInRequest


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """My profile: the evidence about me, hints, introductions and nominations for me."""
    return _my_page(request)


def _my_page(request: SignedInRequest, form: VolunteerForm | None = None) -> HttpResponse:
    """My profile, with a form that has to be corrected in place of a fresh one."""
    user = request.user
    room = RoomSettings.load()
    ambassador = Ambassador.objects.filter(person=user).first()
    context: dict[str, Any] = {
        "room": room,
        "card": cards.my_card(user) if room.people_parts else None,
        "objects": Objection.objects.filter(person=user).exists(),
        "hints": describe(Nudge.objects.for_person(user).select_related("page")[:20], user),
        "ambassador": ambassador,
        "form": form or VolunteerForm(instance=ambassador),
        "pulse": Pulse.objects.open().exclude(replies__person=user).first(),
    }
    if room.people_parts:
        waiting = Nomination.objects.filter(person=user, state=Nomination.State.WAITING)
        context["nominations"] = waiting.select_related("nominated_by")
        mine = Introduction.objects.visible_to(user)
        context["introductions"] = mine.select_related("first", "second", "topic")
    return render(request, "social/community/mine.html", context)


@require_POST
@while_people_parts
def volunteer(request: SignedInRequest) -> HttpResponse:
    """Offer oneself, change one's words, or withdraw."""
    user = request.user
    if "withdraw" in request.POST:
        actions.withdraw(user)
        messages.success(request, _("You are no longer a volunteer. Nobody is told."))
        return redirect("community:mine")
    form = VolunteerForm(request.POST, instance=Ambassador.objects.filter(person=user).first())
    if not form.is_valid():
        return _my_page(request, form)
    try:
        actions.volunteer(user, form.save(commit=False))
    except actions.Refused:
        messages.error(request, _("You object to the analysis. Withdraw that first."))
    else:
        messages.success(request, _("Thank you. You can withdraw at any time."))
    return redirect("community:mine")


@require_POST
def objection(request: SignedInRequest) -> HttpResponse:
    """Object to being analysed, or withdraw the objection."""
    user = request.user
    if "withdraw" in request.POST:
        actions.withdraw_objection(user)
        messages.success(request, _("You are counted again from the next night on."))
    else:
        actions.object_to_analysis(user)
        messages.success(
            request, _("You are out of the analysis. It is computed anew without you.")
        )
    return redirect("community:mine")


@require_GET
def recorded(request: SignedInRequest) -> HttpResponse:
    """What Rynek knows about me."""
    user = request.user
    return render(request, "social/community/recorded.html", {"data": own_data.summary(user)})


@require_GET
def recorded_export(request: SignedInRequest) -> HttpResponse:
    """The same as a file."""
    user = request.user
    response = JsonResponse(
        own_data.export(user), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="rynek-my-data.json"'
    return response


@require_POST
def hint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a hint away or mute its kind."""
    user = request.user
    actions.close_hint(
        get_object_or_404(Nudge.objects.for_person(user), pk=pk), mute="mute" in request.POST
    )
    return redirect("community:mine")


@require_POST
def thanks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thank for what was put to me on a page; that takes it off my list."""
    user = request.user
    try:
        actions.thank(user, pk)
    except actions.Refused:
        raise Http404 from None
    messages.success(request, _("Your thanks stand on the page."))
    return redirect("community:mine")


@require_http_methods(["GET", "POST"])
@while_people_parts
def nominate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a colleague, who alone hears of it."""
    user = request.user
    person = get_object_or_404(User.objects.visible_to(user).exclude(pk=user.pk), pk=pk)
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.nominate(user, person, form.cleaned_data["reason"])
        messages.success(request, _("Passed on. The decision is your colleague's alone."))
        return redirect(person)
    return render(request, "social/community/nominate.html", {"form": form, "person": person})


@require_POST
@while_people_parts
def nomination(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decline a nomination; accepting is volunteering."""
    user = request.user
    found = get_object_or_404(Nomination, pk=pk, person=user, state=Nomination.State.WAITING)
    found.state = Nomination.State.DECLINED
    found.save(update_fields=["state"])
    messages.success(request, _("Declined. Nobody is told."))
    return redirect("community:mine")


@require_POST
@while_people_parts
def introduction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say yes or no to meeting somebody."""
    user = request.user
    found = get_object_or_404(Introduction.objects.visible_to(user), pk=pk)
    actions.answer_introduction(found, user, agrees="yes" in request.POST)
    return redirect("community:mine")


@require_http_methods(["GET", "POST"])
def pulse(request: SignedInRequest) -> HttpResponse:
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
