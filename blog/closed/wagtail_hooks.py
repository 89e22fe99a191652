"""What Wagtail's admin asks and says when closed pages are copied and moved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from blog.closed import dashboard  # noqa: F401  (registers its hooks)
from blog.closed.access import PERMISSION, workable, works_on_all
from blog.closed.links import ReadersPageLinkHandler
from blog.closed.moving import gates_left
from blog.closed.report import ClosedVisitsView


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    app_label, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern]:
    report, results = ClosedVisitsView.as_view(), ClosedVisitsView.as_view(results_only=True)
    return [
        path("reports/closed-pages/", report, name="closed_visits"),
        path("reports/closed-pages/results/", results, name="closed_visits_results"),
    ]


class VisitsMenuItem(MenuItem):
    """For administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_all(request.user)


@hooks.register("register_reports_menu_item")
def register_report_item() -> MenuItem:
    label, url = _("Closed pages opened"), reverse("closed_visits")
    return VisitsMenuItem(label, url, name="closed-visits", icon_name="lock", order=1300)


@hooks.register("construct_page_chooser_queryset")
def choose_among_workable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return pages.filter(workable(request.user))


@hooks.register("construct_explorer_page_queryset")
def explore_workable(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return pages.filter(workable(request.user))


@hooks.register("register_rich_text_features", order=1000)
def link_for_readers(features: FeatureRegistry) -> None:
    features.register_link_type(ReadersPageLinkHandler)


@hooks.register("after_copy_page")
def say_what_was_left_out(request: HttpRequest, page: Page, copied: Page) -> None:
    count = getattr(copied, "left_out", 0)
    if count:
        words = ngettext(
            "One page that is closed to you was left out.",
            "%(n)s pages that are closed to you were left out.",
            count,
        )
        messages.warning(request, words % {"n": count})


@hooks.register("before_move_page")
def ask_whether_it_opens(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """A page that leaves a closed section stays closed unless whoever moves it says otherwise."""
    gates = gates_left(page, destination)
    if not gates:
        return None
    may_open = page.permissions_for_user(request.user).can_set_view_restrictions()
    if request.method == "POST":
        page.opens_by_move = may_open and "open" in request.POST
        return None
    context = {
        "page_to_move": page,
        "destination": destination,
        "who": [gate.describe() for gate in gates],
        "may_open": may_open,
    }
    return render(request, "blog/closed/confirm_move.html", context)


@hooks.register("after_move_page")
def say_that_it_stayed_closed(request: HttpRequest, page: Page) -> None:
    _say_stayed_closed(request, [page])


@hooks.register("after_bulk_action")
def say_that_they_stayed_closed(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    if action_type == "move":
        _say_stayed_closed(request, objects)


def _say_stayed_closed(request: HttpRequest, pages: list[Any]) -> None:
    for page in pages:
        if getattr(page, "stayed_closed", False):
            words = _("“%(title)s” stays closed to everybody who could not see it before.")
            messages.info(request, words % {"title": page.get_admin_display_title()})
