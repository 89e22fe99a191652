"""What everybody has: own profile, volunteering, hints, introductions, pulse, own data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from social.analytics.models import Objection
from social.community.mine import actions, own_data
from social.community.models import (
    Ambassador,
    Introduction,
    Nomination,
    Nudge,
    Pulse,
    RoomSettings,
)
from social.community.queue.words import describe
from social.community.refused import Refused
from social.community.volunteers import cards
from social.community.volunteers.forms import VolunteerForm
from social.people.requests import SignedInRequest


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """My profile: the evidence about me, hints, introductions and nominations for me."""
    return my_page(request)


def my_page(request: SignedInRequest, form: VolunteerForm | None = None) -> HttpResponse:
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
    except Refused:
        raise Http404 from None
    messages.success(request, _("Your thanks stand on the page."))
    return redirect("community:mine")
