"""The feed beyond the start page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from social.following.feed import feed as feed_of
from social.following.models.habits import habits_of
from social.people.requests import SignedInRequest


@require_GET
def feed(request: SignedInRequest) -> HttpResponse:
    """The next screen: a fragment for htmx, else a page of its own."""
    user = request.user
    shown = feed_of(user, request.GET.get("before", "")[:40], habits_of(user).seen_until)
    name = "entries" if getattr(request, "htmx", False) else "feed_page"
    return render(request, f"social/following/{name}.html", {"feed": shown})
