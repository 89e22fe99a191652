"""No address of Wagtail's admin that names a file works for who may not see that file.

The policies decide for lists and for most views; this stands before all of them, so that a view
that forgets to ask, one that answers "forbidden" with a title, and a list of ids in the query
string give nothing away: what one may not see does not exist.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from social.files.access import visible_files

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ID_ARGUMENTS = ("image_id", "document_id", "doc_id", "pk")
SERVE_DOCUMENT = "wagtaildocs_serve"
BULK_ACTION = "wagtail_bulk_action"


class FilesGuardMiddleware:
    """Asks `visible_files` about every file that an address of the admin names. One query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.url_name == SERVE_DOCUMENT:
            # A page may be closed at any time: the browser asks each time whether its copy holds.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> None:
        model = _kind(request, kwargs)
        if model is None or not request.user.is_authenticated:
            return
        keys = _keys(request, kwargs)
        if keys and visible_files(request.user, model).filter(pk__in=keys).count() < len(keys):
            raise Http404


def _kind(request: HttpRequest, kwargs: dict[str, Any]) -> type[Model] | None:
    """The class of the files that this address is about."""
    match = request.resolver_match
    kinds: dict[str, type[Model]] = {"image": get_image_model(), "document": get_document_model()}
    if match is None:
        return None
    if match.url_name == BULK_ACTION:
        return kinds.get(kwargs.get("model_name", ""))
    for namespace in match.namespaces:
        if namespace in ("wagtailimages", "wagtailimages_chooser", "images"):
            return kinds["image"]
        if namespace in ("wagtaildocs", "wagtaildocs_chooser", "documents"):
            return kinds["document"]
    return None


def _keys(request: HttpRequest, kwargs: dict[str, Any]) -> set[int]:
    named = [kwargs[name] for name in ID_ARGUMENTS if name in kwargs]
    named += request.GET.getlist("id")
    return {int(key) for key in map(str, named) if key.isdecimal() and len(key) < 19}
