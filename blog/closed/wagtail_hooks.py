"""What Wagtail's admin asks and says when closed pages are copied and moved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from blog.closed.moving import gates_left


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
