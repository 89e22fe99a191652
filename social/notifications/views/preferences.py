"""Preferences, and why one was told or not."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from social.following.models.habits import habits_of
from social.following.versions import readable_versions
from social.notifications.forms import HabitsForm, MatrixForm, SettingsForm
from social.notifications.ledger import decisions_about
from social.notifications.models import Decision, PushSubscription
from social.notifications.preferences import own_settings
from social.notifications.push import public_key
from social.people.requests import SignedInRequest

DECISIONS_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    user = request.user
    data = request.POST or None
    forms: list[Any] = [
        MatrixForm(data, user=user),
        SettingsForm(data, instance=own_settings(user)),
        HabitsForm(data, instance=habits_of(user)),
    ]
    are_valid = [form.is_valid() for form in forms]  # every form says what is wrong with it
    if request.method == "POST" and all(are_valid):
        for form in forms:
            form.save()
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:preferences")
    context = {
        "forms": forms,
        "matrix": forms[0],
        "settings_form": forms[1],
        "habits_form": forms[2],
        "browsers": PushSubscription.objects.filter(person=user).order_by("pk"),
        "push_key": public_key(),
        "answers_by_mail": bool(settings.RYNEK_REPLY_ADDRESS),
    }
    return render(request, "social/notifications/preferences.html", context)


@require_GET
def ledger(request: SignedInRequest) -> HttpResponse:
    """Why I was told, or not: my lines of the ledger, the latest first."""
    user = request.user
    page, show = request.GET.get("page_id", ""), request.GET.get("show", "")
    page_id = int(page[:18]) if page.isdecimal() else None
    rows = decisions_about(user, page_id)
    if show in {"told", "not"}:
        told = Q(decision=Decision.TOLD)
        rows = rows.filter(told if show == "told" else ~told)
    context = {
        "page_obj": Paginator(rows, DECISIONS_PER_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "about": readable_versions(user, [page_id]).get(page_id) if page_id else None,
    }
    return render(request, "social/notifications/ledger.html", context)
