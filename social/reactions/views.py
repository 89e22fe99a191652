"""Reacting, and who reacted."""

from collections import defaultdict

from django.db.models import Model
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from social.people.requests import SignedInRequest
from social.reactions import actions, kinds
from social.reactions.models import Reaction
from social.reactions.tallies import bar_of, vote_of
from social.subjects.keys import kind_of, subject_of, visible_subject_or_404

MOST_NAMES = 500


@require_POST
def react(request: SignedInRequest, subject_kind: str, pk: int) -> HttpResponse:
    """Toggle a reaction; with `on` as 1 or 0, set it, so that a repeated request is harmless."""
    thing = visible_subject_or_404(request.user, subject_kind, pk)
    kind, on = request.POST.get("kind", ""), request.POST.get("on", "")
    try:
        if on in {"0", "1"}:
            actions.set_reaction(request.user, thing, kind, on == "1")
        else:
            actions.toggle(request.user, thing, kind)
    except actions.UnknownReaction as error:
        return HttpResponseBadRequest(str(error))
    if not request.htmx:
        return redirect(kind_of(subject_kind).url_of(thing))
    return _shown_again(request, thing, kind)


def _shown_again(request: SignedInRequest, thing: Model, kind: str) -> HttpResponse:
    """What the bar shows as given, or the vote button that was used."""
    if kind == "vote":
        return render(request, "social/reactions/vote.html", vote_of(thing, request.user))
    size = "small" if request.POST.get("size") == "small" else ""
    special = [key for key in (request.POST.get("special"),) if key in kinds.SPECIAL]
    context = bar_of(thing, request.user, special) | {"size": size}
    return render(request, "social/reactions/given.html", context)


@require_safe
def choose(request: SignedInRequest, subject_kind: str, pk: int) -> HttpResponse:
    """All kinds that may be chosen: what opens in a bar, or a page of its own."""
    thing = visible_subject_or_404(request.user, subject_kind, pk)
    kind = kind_of(subject_kind)
    names = {"title": kind.title_of(thing), "url": kind.url_of(thing)}
    context = bar_of(thing, request.user) | names
    template = "choose" if request.htmx else "choose_page"
    return render(request, f"social/reactions/{template}.html", context)


@require_safe
def who(request: SignedInRequest, subject_kind: str, pk: int) -> HttpResponse:
    """Names of those who reacted, by kind, for those who see the subject."""
    thing = visible_subject_or_404(request.user, subject_kind, pk)
    rows = Reaction.objects.on(subject_of(thing)).filter(person__is_active=True)
    rows = rows.select_related("person", "person__department").order_by("-pk")[:MOST_NAMES]
    people = defaultdict(list)
    for row in rows:
        people[row.kind].append(row.person)
    groups = [(kinds.KINDS[key], found) for key, found in people.items() if key in kinds.KINDS]
    context = {
        "groups": sorted(groups, key=lambda group: -len(group[1])),
        "title": kind_of(subject_kind).title_of(thing),
        "url": kind_of(subject_kind).url_of(thing),
    }
    template = "who" if request.htmx else "who_page"
    return render(request, f"social/reactions/{template}.html", context)
