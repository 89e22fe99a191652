"""Views inside Wagtail's admin that belong to pages."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from blog.pages.announcing import was_announced
from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models import ContentPage, NewsPage
from blog.pages.who import able_to_open, budget, readership
from social.people.audiences import people_in
from social.people.models import Audience, User


@dataclass(frozen=True)
class Choices:
    """What an editor chose about a content, for all its language versions."""

    audiences: list[int]
    restricted: bool
    notification: str
    must_reads: list[int]

    @classmethod
    def of_form(cls, data: Any) -> Self:
        return cls(
            _chosen(data, "addressed_audiences"),
            bool(data.get("restricted")),
            data.get("notification", ""),
            _chosen(data, "must_reads"),
        )

    @classmethod
    def of_page(cls, page: Any) -> Self:
        """A translation has no fields for them: they are those of the first version's draft."""
        draft = page.get_latest_revision_as_object()
        return cls(
            [row.audience_id for row in draft.addressed_audiences.all()],
            draft.restricted,
            draft.notification,
            [row.audience_id for row in draft.must_reads.all()],
        )


@require_POST
def who(request: HttpRequest, pk: int, parent_pk: int) -> HttpResponse:
    """Who would see the page if the form were saved as it stands. Saves nothing."""
    page = get_object_or_404(Page, pk=pk, depth__gt=1).specific if pk else None
    above = page.get_parent() if page else get_object_or_404(Page, pk=parent_pk)
    may_write = page.permissions_for_user(request.user).can_edit() if page else False
    if not may_write and not above.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    is_translation = page is not None and not is_canonical(page)
    chosen = (
        Choices.of_page(canonical_of(page)) if is_translation else Choices.of_form(request.POST)
    )
    audiences = list(Audience.objects.filter(pk__in=chosen.audiences))
    able = able_to_open(above, page, audiences, chosen.restricted).order_by().values("pk")
    told = people_in(audiences) if audiences else User.objects.active()
    asked = people_in(chosen.must_reads)
    kind = type(page) if page else _type_of_new_page(request.GET.get("type", ""))
    context = {
        "who": readership(above, page, audiences, chosen.restricted),
        "notification": chosen.notification,
        "is_announced": page is not None and was_announced(page),
        "tells_followers_only": not audiences and not kind.announced_to_all,
        "budget": budget(told.filter(pk__in=able)),
        "must_read_people": asked.count(),
        "must_read_shut_out": asked.exclude(pk__in=able).count(),
    }
    return render(request, "blog/pages/admin/who.html", context)


def _type_of_new_page(name: str) -> type[ContentPage]:
    """The page type of that name; news where the address says none."""
    types = [model for model in apps.get_models() if issubclass(model, ContentPage)]
    return next((model for model in types if model._meta.model_name == name), NewsPage)


def _chosen(data: Any, formset: str) -> list[int]:
    """The audiences in the lines of a formset that are not marked for deletion."""
    found = []
    for name, value in data.items():
        match = re.fullmatch(rf"{formset}-(\d+)-audience", name)
        if match and value.isdecimal() and not data.get(f"{formset}-{match[1]}-DELETE"):
            found.append(int(value[:12]))
    return found
