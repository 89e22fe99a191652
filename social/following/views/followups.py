"""Reminders and tasks: making, doing, declining; the list; the calendar."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.following import calendar, followups
from social.following.forms import DeclineForm, ReminderForm, TaskForm
from social.following.models import FollowUp
from social.following.models.habits import habits_of
from social.following.moments import moment_named, quick_choices
from social.people.requests import SignedInRequest
from social.people.views import safe_next
from social.subjects.keys import kind_of, visible_subject_or_404

SHOWN_CLOSED = 30


@require_http_methods(["GET", "POST"])
def remind(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    user = request.user
    thing = visible_subject_or_404(user, kind, pk)
    form = ReminderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        followups.remind_me(user, thing, data["due_at"], data["note"])
        return _done(request, _("You will be reminded."))
    context = {"form": form, "choices": quick_choices(), **_about(kind, thing, request)}
    return render(request, "social/following/remind.html", context)


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    user = request.user
    thing = visible_subject_or_404(user, kind, pk)
    query = request.GET.get("q", "").strip()
    form = TaskForm(request.POST or None, user=user, thing=thing, query=query)
    if request.method == "GET" and getattr(request, "htmx", False):
        return render(request, "social/following/colleagues.html", {"form": form})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            followups.assign(user, thing, data["assignee"], form.due_at, data["note"])
        except ValidationError as error:
            form.add_error("q", error)
        else:
            return _done(request, _("The task is given to %(who)s.") % {"who": data["assignee"]})
    context = {"form": form, **_about(kind, thing, request)}
    return render(request, "social/following/assign.html", context)


def _about(kind: str, thing: Any, request: SignedInRequest) -> dict[str, Any]:
    found = kind_of(kind)
    return {
        "kind": kind,
        "thing": thing,
        "title": found.title_of(thing),
        "next": safe_next(request, found.url_of(thing) or "/"),
    }


def _done(request: SignedInRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(safe_next(request))


def _follow_up_or_404(request: SignedInRequest, pk: int) -> FollowUp:
    """One's own follow-up: given or received. Others may read about it but not close it."""
    user = request.user
    visible = FollowUp.objects.visible_to(user).select_related("assignee", "creator", "page")
    follow_up = get_object_or_404(visible, pk=pk)
    if not follow_up.may_be_closed_by(user):
        raise Http404
    return follow_up


@require_POST
def complete(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = followups.complete(request.user, _follow_up_or_404(request, pk))
    return _row_or_back(request, follow_up)


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = followups.reopen(request.user, _follow_up_or_404(request, pk))
    return _row_or_back(request, follow_up)


@require_POST
def put_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move one's own reminder to one of the quick choices. Tasks keep the day that was agreed."""
    reminder = _follow_up_or_404(request, pk)
    if reminder.is_task:
        raise Http404
    moment = moment_named(request.POST.get("when", ""))
    if moment is not None:
        reminder = followups.put_off(reminder, moment)
    return _row_or_back(request, reminder)


@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _follow_up_or_404(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        followups.decline(request.user, follow_up, form.cleaned_data["reason"])
        return _done(request, _("The task is declined, with your reason."))
    context = {"form": form, "follow_up": follow_up, "next": safe_next(request)}
    return render(request, "social/following/decline.html", context)


def _row_or_back(request: SignedInRequest, follow_up: FollowUp) -> HttpResponse:
    if getattr(request, "htmx", False):
        place = request.POST.get("place", "")
        context = {
            "follow_up": follow_up,
            "user": request.user,
            "here": place == "here",
            "compact": place == "compact",
        }
        return render(request, "social/following/follow_up.html", context)
    return redirect(safe_next(request))


@require_GET
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """What I have to do, what I gave to others, what is done."""
    user = request.user
    visible = FollowUp.objects.visible_to(user).select_related("page", "assignee", "creator")
    tab = request.GET.get("tab", "mine")
    if tab == "given":
        found = visible.given_by(user).soonest_first()
    elif tab == "closed":
        closed = visible.assigned_to(user).exclude(state=FollowUp.State.OPEN)
        found = closed.order_by("-closed_at")[:SHOWN_CLOSED]
    else:
        tab, found = "mine", visible.assigned_to(user).open().soonest_first()
    context = {"follow_ups": found, "tab": tab, "calendar_url": calendar.address(habits_of(user))}
    return render(request, "social/following/follow_ups_page.html", context)


@require_POST
def change_calendar(request: SignedInRequest) -> HttpResponse:
    """Make the secret address of one's calendar, replace it, or revoke it."""
    user = request.user
    if request.POST.get("revoke"):
        calendar.revoke(user)
        messages.success(request, _("The old calendar address no longer works."))
    else:
        calendar.renew(user)
        messages.success(request, _("This is your new calendar address. Keep it to yourself."))
    return redirect("following:follow-ups")


@login_not_required
@require_GET
def calendar_feed(request: SignedInRequest, key: str) -> HttpResponse:
    """The iCalendar file behind the secret address; calendars cannot sign in."""
    person = calendar.owner_of(key)
    if person is None:
        raise Http404
    response = HttpResponse(calendar.feed(person), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
