"""Views inside Wagtail's admin that belong to pages."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from blog.who import able_to_open, budget, readership
from social.people.audiences import people_in
from social.people.models import Audience, User


@require_POST
def who(request: HttpRequest, pk: int, parent_pk: int) -> HttpResponse:
    """Who would see the page if the form were saved as it stands. Saves nothing."""
    page = get_object_or_404(Page, pk=pk) if pk else None
    above = page.get_parent() if page else get_object_or_404(Page, pk=parent_pk)
    may_write = page.permissions_for_user(request.user).can_edit() if page else False
    if not may_write and not above.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    audiences = list(Audience.objects.filter(pk__in=_chosen(request.POST, "addressed_audiences")))
    restricted = bool(request.POST.get("restricted"))
    able = able_to_open(above, page, audiences, restricted)
    told = people_in(audiences) if audiences else User.objects.active()
    asked = people_in(_chosen(request.POST, "must_reads"))
    context = {
        "who": readership(above, page, audiences, restricted),
        "notification": request.POST.get("notification", ""),
        "budget": budget(told.filter(pk__in=able)),
        "must_read_people": asked.count(),
        "must_read_shut_out": asked.exclude(pk__in=able).count(),
    }
    return render(request, "blog/admin/who.html", context)


def _chosen(data: Any, formset: str) -> list[int]:
    """The audiences in the lines of a formset that are not marked for deletion."""
    found = []
    for name, value in data.items():
        match = re.fullmatch(rf"{formset}-(\d+)-audience", name)
        if match and value.isdecimal() and not data.get(f"{formset}-{match[1]}-DELETE"):
            found.append(int(value[:12]))
    return found
