"""Signing up for events and taking them into one's calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from blog.events import attendance
from blog.events.models import CalendarToken, EventPage
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404

CALENDAR = "text/calendar; charset=utf-8"


def _event_or_404(request: SignedInRequest, pk: int) -> EventPage:
    page = visible_page_or_404(request, pk)
    if not isinstance(page, EventPage):
        raise Http404
    return page


@require_POST
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _event_or_404(request, pk)
    try:
        attendance.sign_up(request.user, page)
    except attendance.SignUpClosed:
        messages.error(request, _("Sign-up for this event is closed."))
    return _answer(request, page)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _event_or_404(request, pk)
    attendance.withdraw(request.user, page)
    return _answer(request, page)


def _answer(request: SignedInRequest, page: EventPage) -> HttpResponse:
    if request.htmx:
        return render(request, "blog/events/includes/attendance.html", {"page": page})
    return redirect(page.get_url(request) or "/")


@require_GET
def ics(request: SignedInRequest, pk: int) -> HttpResponse:
    """One event as an iCalendar file."""
    page = _event_or_404(request, pk)
    response = HttpResponse(attendance.calendar_of([page], page.title), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.ics"'
    return response


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own events, for calendar programs, which cannot sign in: the address is secret."""
    known = get_object_or_404(
        CalendarToken.objects.select_related("person"), token=token, person__is_active=True
    )
    events = attendance.feed_of(known.person)
    return HttpResponse(attendance.calendar_of(events, "Rynek"), content_type=CALENDAR)


def calendar(request: SignedInRequest) -> HttpResponse:
    """The address of one's own feed; POST makes one, or a new one, which revokes the old."""
    user = request.user
    token = attendance.token_of(user)
    if request.method == "POST":
        attendance.renew_token(user)
        if token:
            messages.success(request, _("The old address works no more."))
        return redirect("blog:calendar")
    url = request.build_absolute_uri(reverse("blog:feed", args=[token])) if token else ""
    context = {"url": url, "events": attendance.feed_of(user)}
    return render(request, "blog/events/calendar.html", context)
