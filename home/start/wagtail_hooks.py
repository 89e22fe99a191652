"""Hooks of the house into Wagtail."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from ground import csp
from social.people.middleware import activate_reader_language
from social.subjects.access import can_see


@hooks.register("before_serve_page")
def speak_the_readers_language(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> None:
    """The page keeps its language; the interface around it is the reader's."""
    activate_reader_language(request)


@hooks.register("before_serve_page", order=-10)
def hide_what_is_not_for_the_reader(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> None:
    """A page for other groups does not exist for a reader who is signed in.

    Wagtail would send the reader to the sign-in page, who is signed in already.
    """
    if request.user.is_authenticated and not can_see(request.user, page):
        raise Http404


@hooks.register("insert_global_admin_css")
def listings_on_a_phone() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("rynek/css/admin.css"))


@hooks.register("insert_global_admin_js")
def name_the_nonce() -> SafeString:
    """Fragments that the admin fetches run in the page that asked: it names its nonce."""
    return format_html(
        '<script src="{}"{}></script>', versioned_static("rynek/js/admin-nonce.js"), csp.attribute()
    )
