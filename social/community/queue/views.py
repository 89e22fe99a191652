"""The one queue."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from social.community.access import for_managers
from social.community.models import Item, RoomSettings
from social.community.queue import words
from social.community.queue.actions import act_on
from social.community.queue.effects import by_kind, effects
from social.community.queue.forms import ItemForm
from social.community.queue.rule import RULES, steps
from social.community.queue.words import describe
from social.community.refused import Refused
from social.people.requests import SignedInRequest

PER_PAGE = 30
LATELY = 60


@require_GET
@for_managers
def queue(request: SignedInRequest) -> HttpResponse:
    """What needs a hand today, with reasons and one next step each."""
    rule = request.GET.get("kind", "")
    items = Item.objects.visible_to(request.user).waiting()
    present = set(items.order_by().values_list("rule", flat=True).distinct())
    if rule in present:
        items = items.filter(rule=rule)
    page = Paginator(items.select_related("page", "owner"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "items": describe(page),
        "page": page,
        "kinds": [found for name, found in RULES.items() if name in present],
        "kind": RULES.get(rule) if rule in present else None,
        "form": ItemForm(),
        "room": RoomSettings.load(),
    }
    return render(request, "social/community/queue.html", context)


@require_POST
@for_managers
def act(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask helpers, remind the board, assign, postpone with a reason, or close with an outcome."""
    visible = Item.objects.visible_to(request.user)
    item = get_object_or_404(visible.filter(held_out=False).select_related("page"), pk=pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return _back(request)
    try:
        asked = act_on(item, form.cleaned_data["act"], request.user, form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(request)
    step = steps().get(form.cleaned_data["act"])
    messages.success(request, step.done % {"n": asked} if step else _("Noted."))
    return _back(request)


def _back(request: SignedInRequest) -> HttpResponse:
    """To the queue, where the reader was in it."""
    place = {name: request.GET[name] for name in ("kind", "page") if name in request.GET}
    return redirect(reverse("community:queue", query=place))


@require_GET
@for_managers
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Words to start from, to copy and change."""
    visible = Item.objects.visible_to(request.user).waiting()
    item = get_object_or_404(visible.filter(rule__in=words.drafted()), pk=pk)
    context = {"entry": describe([item])[0], "draft": words.draft(item)}
    return render(request, "social/community/draft.html", context)


@require_GET
@for_managers
def outcomes(request: SignedInRequest) -> HttpResponse:
    """What came of items, and whether hints help compared with the hold-out."""
    visible = Item.objects.visible_to(request.user)
    closed = visible.exclude(state=Item.State.OPEN)
    context = {
        "effects": [(_label(effect.rule), effect) for effect in effects()],
        "kinds": [(_label(str(row["rule"])), row) for row in by_kind(visible)],
        "items": describe(
            closed.filter(held_out=False)
            .select_related("page", "owner")
            .order_by("-resolved_at")[:LATELY]
        ),
    }
    return render(request, "social/community/outcomes.html", context)


def _label(name: str) -> str:
    """What a rule is called; its name where the app that brought it is gone."""
    return str(RULES[name].label) if name in RULES else name
