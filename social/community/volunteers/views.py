"""Volunteering and nominating for everybody; cards, planner, fairness and audit trail for managers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.analytics.analysis.planner import Style, Wishes
from social.community.access import for_managers, while_people_parts
from social.community.mine.views import my_page
from social.community.models import (
    Ambassador,
    Introduction,
    Look,
    Nomination,
    RoomSettings,
)
from social.community.refused import Refused
from social.community.volunteers import actions, cards, teams
from social.community.volunteers.forms import NominationForm, PlanForm, VolunteerForm
from social.people.models import User
from social.people.requests import SignedInRequest

PER_PAGE = 24


@require_GET
@for_managers
@while_people_parts
def volunteers(request: SignedInRequest) -> HttpResponse:
    """Cards of volunteers, in bands of the one criterion chosen, by name inside a band."""
    room = RoomSettings.load()
    criterion = request.GET.get("by", "e")
    if criterion not in cards.CRITERIA:
        criterion = "e"
    found = cards.volunteers(request.user, criterion)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    actions.look(request.user, [card.person.pk for card in page], "cards", criterion)
    context = {
        "page": page,
        "by": criterion,
        "criteria": cards.CRITERIA.items(),
        "gate": room.summary.get("gate"),
    }
    return render(request, "social/community/volunteers.html", context)


@require_POST
@for_managers
@while_people_parts
def appoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Appoint a volunteer as ambassador, or end the term with thanks."""
    visible = Ambassador.objects.visible_to(request.user)
    ambassador = get_object_or_404(visible, pk=pk)
    actions.appoint(ambassador, appointed="end" not in request.POST)
    messages.success(request, _("Noted."))
    return redirect("community:volunteers")


@require_GET
@for_managers
@while_people_parts
def planner(request: SignedInRequest) -> HttpResponse:
    """A team of volunteers that together reach the most colleagues."""
    room = RoomSettings.load()
    chosen = Ambassador.objects.current().filter(is_candidate=True).values("person")
    candidates = User.objects.active().filter(pk__in=chosen)
    form = PlanForm(request.GET or None, candidates=candidates)
    context: dict[str, Any] = {"form": form, "gate": room.summary.get("gate"), "room": room}
    if form.is_valid() and (room.summary.get("gate") or {}).get("open"):
        proposal = teams.propose(form.cleaned_data["size"], _wishes(form), room.least_people)
        team = [member.person.pk for member in proposal.members]
        actions.look(request.user, team, "planner")
        context["proposal"] = proposal
    return render(request, "social/community/planner.html", context)


def _wishes(form: PlanForm) -> Wishes:
    data = form.cleaned_data
    return Wishes(
        size=data["size"],
        per_department=data["per_department"],
        every_level=data["every_level"],
        include=tuple(person.pk for person in data["include"]),
        exclude=tuple(person.pk for person in data["exclude"]),
        style=Style(data["style"]),
    )


@require_GET
@for_managers
@while_people_parts
def fairness(request: SignedInRequest) -> HttpResponse:
    """Who volunteers and is appointed, by group; and whether the rules are any good."""
    room = RoomSettings.load()
    context = {
        "panels": teams.fairness_panels(room.least_people),
        "summary": room.summary,
        "names": cards.WAYS,
    }
    return render(request, "social/community/fairness.html", context)


@require_GET
@for_managers
def audit(request: SignedInRequest) -> HttpResponse:
    """Who looked at whose card."""
    looks = Look.objects.select_related("viewer", "person")
    page = Paginator(looks, 50).get_page(request.GET.get("page"))
    return render(request, "social/community/audit.html", {"page": page})


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
        return my_page(request, form)
    try:
        actions.volunteer(user, form.save(commit=False))
    except Refused:
        messages.error(request, _("You object to the analysis. Withdraw that first."))
    else:
        messages.success(request, _("Thank you. You can withdraw at any time."))
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
