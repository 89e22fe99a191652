"""The inbox and the bell."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from social.notifications import inbox as boxes
from social.people.requests import SignedInRequest
from social.people.views import safe_next

BOXES = ("new", "all", "archived")
IN_THE_MENU = 5


@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    """What I was told, by subject; the next screen as a fragment."""
    user = request.user
    box = request.GET.get("box", "new")
    before = _number(request, "before") or None
    shown = boxes.inbox(user, box if box in BOXES else "new", before)
    context = {"shown": shown, "box": box, "unread": boxes.bell(user).count}
    context["answers_by_mail"] = bool(settings.RYNEK_REPLY_ADDRESS)
    is_more = getattr(request, "htmx", False) and before
    name = "stories" if is_more else "inbox"
    return render(request, f"social/notifications/{name}.html", context)


@require_GET
def bell(request: SignedInRequest) -> HttpResponse:
    """The bell, for those who ask every half minute: 304 unless something changed.

    `page` and `since` ask on behalf of an open conversation as well: how many comments are
    newer than the newest one on screen.
    """
    user = request.user
    state, page, since = boxes.bell(user), _number(request, "page"), _number(request, "since")
    fresh = boxes.new_comments(user, page, since) if page else 0
    etag = f'"{state.etag}-{page}-{fresh}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = {"bell": state, "fresh": fresh, "page_id": page}
        response = render(request, "social/notifications/live.html", context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _number(request: SignedInRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


@require_POST
def mark(request: SignedInRequest) -> HttpResponse:
    """Mark a story, or everything unread, as read, unread, archived or restored."""
    user = request.user
    key, deed = request.POST.get("story", ""), request.POST.get("deed", "")
    rows = boxes.Notice.objects.inbox_of(user) if key == "all" else boxes.of_story(user, key)
    boxes.mark(rows, deed)
    if getattr(request, "htmx", False) and key != "all":
        stories = boxes.tell(user, rows.select_related("event__actor", "page").order_by("-pk")[:50])
        context = {"story": stories[0] if stories else None, "gone": deed in {"archive", "restore"}}
        response = render(request, "social/notifications/story.html", context)
        response["HX-Trigger"] = "bell"
        return response
    return redirect(safe_next(request, "/notifications/"))
