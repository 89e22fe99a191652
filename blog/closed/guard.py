"""The guard at the admin's door: an address that names a closed page leads nowhere.

Dozens of Wagtail's views fetch a page by its key and ask no permission before they say its title.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from blog.closed.access import may_work_on
from blog.closed.audit import note_visits
from blog.closed.reader import reading
from blog.closed.rows import are_named_rows_open
from social.subjects.access import can_see
from social.subjects.converters import RowConverter

# Arguments of addresses that name a page, whatever the view.
ARGUMENTS = {
    *("page_id", "parent_page_id", "page_to_move_id", "destination_id"),
    *("page_pk", "parent_pk"),
}
# In these views (or all of a namespace) `pk` names a page, too.
PK_VIEWS = (
    *("wagtailadmin_pages:", "wagtailadmin_api:pages:"),
    *("blog_who", "blog_must_read", "blog_evidence"),
)
# Parameters in which forms and listings name pages.
QUERY = ("childOf", "parent_page_id", "target_pages[]")
POSTED = ("new_parent_page", "chooser")
ID_VIEWS = ("wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action")


class ClosedPagesMiddleware:
    """A page that one may not work on is not found, in the admin; what is opened is noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        rule = may_work_on if _is_admin(request) else can_see
        with reading(partial(rule, request.user)):
            response = self.get_response(request)
        opened: list[Page] = getattr(request, "_pages_named", [])
        if opened and response.status_code < 400:
            note_visits(request, opened)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> None:
        if not _is_admin(request) or not request.user.is_authenticated:
            return
        ids = set(named_pages(request, kwargs))
        pages = list(Page.objects.filter(pk__in=ids)) if ids else []
        if not all(may_work_on(request.user, page) for page in pages):
            raise Http404
        if not are_named_rows_open(request, kwargs):
            raise Http404
        request._pages_named = pages  # type: ignore[attr-defined]


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def named_pages(request: HttpRequest, arguments: dict[str, Any]) -> Iterator[int]:
    """Keys of the pages that the request is about: in its address, its query and its form."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    for name, value in arguments.items():
        if name in ARGUMENTS or (name == "pk" and view.startswith(PK_VIEWS)):
            yield from _keys([value])
    if "redirect_id" in arguments:
        leading = Redirect.objects.filter(pk=arguments["redirect_id"], redirect_page__isnull=False)
        yield from leading.values_list("redirect_page_id", flat=True)
    if _is_about_pages(arguments):
        yield from _keys([arguments.get("object_id"), arguments.get("pk")])
    for name in QUERY:
        yield from _keys(request.GET.getlist(name))
    if view == ID_VIEWS[0] or (view == ID_VIEWS[1] and _is_about_pages(arguments)):
        yield from _keys(request.GET.getlist("id"))
    if request.method == "POST":
        for name in POSTED:
            yield from _keys(request.POST.getlist(name))


def _is_about_pages(arguments: dict[str, Any]) -> bool:
    """Whether an address names a model, and it is a page type."""
    try:
        model = apps.get_model(arguments.get("app_label", ""), arguments.get("model_name", ""))
        return issubclass(model, Page)
    except (LookupError, ValueError):
        return False


def _keys(values: list[Any]) -> Iterator[int]:
    for value in values:
        text = str(value)
        if text.isdecimal() and text.isascii():
            yield int(text[: RowConverter.digits])
