"""Deeds by signed link from a mail: they work without signing in, and only by POST.

Mail scanners open every link; so a GET only shows a button. Mail programs send the POST
themselves (RFC 8058).
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from social.notifications import by_link
from social.notifications.addresses import unsign
from social.people.models import User

Deed = Callable[..., None]

# What each deed does, its question, its button and what is said afterwards.
DEEDS: dict[str, tuple[Deed, Any, Any, Any]] = {
    "mute": (
        by_link.mute,
        _("No more mails about this conversation or page?"),
        _("Mute it"),
        _("It is muted. You will not be told of it any more."),
    ),
    "stop": (
        by_link.stop,
        _("No more mails of this kind?"),
        _("Stop these mails"),
        _("You will get no more mails of this kind. Everything is still in Rynek."),
    ),
    "done": (
        by_link.complete,
        _("Is it done?"),
        _("Mark as done"),
        _("It is marked as done."),
    ),
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_signed_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button, or do the deed. The token, not a session, says who asks."""
    try:
        person, deed, signed_at, arguments = unsign(token)
        act, question, button, answer = DEEDS[deed]
    except (BadSignature, KeyError, ValueError, TypeError):
        return render(request, "social/notifications/by_link.html", {"is_bad": True}, status=404)
    is_done = request.method == "POST"
    try:
        if is_done:
            act(person, signed_at, *arguments)
    except by_link.Outdated:
        return render(request, "social/notifications/by_link.html", {"is_bad": True}, status=410)
    with translation.override(person.preferred_language):
        context = {
            "question": question,
            "button": button,
            "answer": answer if is_done else "",
            "is_own": isinstance(request.user, User) and request.user.pk == person.pk,
            "deed": deed,
        }
        return render(request, "social/notifications/by_link.html", context)
