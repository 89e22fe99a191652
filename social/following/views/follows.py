"""Changing how one follows a thing, and the list of all that one follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from social.following.actions import dismiss_suggestion, set_level, unfollow
from social.following.forms import BulkForm
from social.following.listing import followed_by
from social.following.models import Level
from social.following.suggestions import suggestions_for
from social.following.templatetags.following_tags import button_context
from social.following.things import followable_or_404
from social.people.requests import SignedInRequest
from social.people.views import safe_next


@require_POST
def change(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Follow at a level; an empty level forgets one's own choice."""
    user = request.user
    thing = followable_or_404(user, kind, pk)
    level = request.POST.get("level", Level.EVERYTHING)
    if level in Level.values:
        set_level(user, thing, level)
    else:
        unfollow(user, thing)
    if getattr(request, "htmx", False):
        return render(request, "social/following/button.html", button_context(user, thing))
    return redirect(safe_next(request))


@require_GET
def following(request: SignedInRequest) -> HttpResponse:
    user = request.user
    return render(
        request,
        "social/following/following.html",
        {
            "groups": followed_by(user),
            "levels": Level.choices,
            "suggestions": suggestions_for(user),
        },
    )


@require_POST
def change_many(request: SignedInRequest) -> HttpResponse:
    """One level for all that are ticked."""
    form = BulkForm(request.POST, user=request.user)
    if form.is_valid():
        follows, level = form.cleaned_data["follows"], form.cleaned_data["level"]
        count = len(follows)
        if level:
            follows.update(level=level, is_automatic=False)
        else:
            follows.delete()
        messages.success(
            request, ngettext("%(n)d changed.", "%(n)d changed.", count) % {"n": count}
        )
    else:
        messages.info(request, _("Tick what you want to change first."))
    return redirect("following:list")


@require_POST
def dismiss(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    user = request.user
    dismiss_suggestion(user, followable_or_404(user, kind, pk))
    if getattr(request, "htmx", False):
        return HttpResponse()
    return redirect(safe_next(request))
