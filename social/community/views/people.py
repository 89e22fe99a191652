"""Volunteers, the team planner, fairness and the audit trail: for community managers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from social.community import actions, cards, teams
from social.community.analysis.planner import Style, Wishes
from social.community.forms import PlanForm
from social.community.models import Ambassador, Look, RoomSettings
from social.community.views.access import for_managers, while_people_parts
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
