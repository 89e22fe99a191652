"""Other things than pages that may be closed with the pages they stand on, such as polls."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, Revision

from blog.closed.access import barred_paths, workable
from social.subjects.access import Person

Rows = Callable[[Person], QuerySet]
_rows: dict[type[Model], Rows] = {}
NAMESPACE = re.compile(r"wagtailsnippet(?:s|choosers)_(\w+):")


def close_with_pages(model: type[Model], rows: Rows) -> None:
    """`rows(user)` gives those that exist in the admin for somebody. Called once, when apps are ready."""
    _rows[model] = rows


def models_closed_with_pages() -> list[type[Model]]:
    return list(_rows)


def rows_of(model: type[Model], user: Person) -> QuerySet:
    return _rows[model](user) if model in _rows else model._default_manager.all()


def are_named_rows_open(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """Whether all the rows that an address of the admin names exist for whoever asks."""
    model = _model_of(request, arguments)
    if model not in _rows:
        return True
    named = {key for key in (arguments.get("pk"), *request.GET.getlist("id")) if key is not None}
    keys = {int(str(key)) for key in named if str(key).isdecimal()}
    return not keys or rows_of(model, request.user).filter(pk__in=keys).count() == len(keys)


def _model_of(request: HttpRequest, arguments: dict[str, Any]) -> Any:
    view = request.resolver_match.view_name if request.resolver_match else ""
    if found := NAMESPACE.match(view):
        names = (f"{m._meta.app_label}_{m._meta.model_name}" for m in _rows)
        return dict(zip(names, _rows, strict=True)).get(found[1])
    try:
        return apps.get_model(arguments.get("app_label", ""), arguments.get("model_name", ""))
    except (LookupError, ValueError):
        return None


def barred_drafts(user: Person) -> Iterator[dict[str, Any]]:
    """The newest words, published or not, of pages that this person may not work on. One query."""
    if not barred_paths(user):
        return
    pages = Page.objects.exclude(workable(user)).exclude(latest_revision=None)
    revisions = Revision.objects.filter(pk__in=pages.order_by().values("latest_revision"))
    yield from revisions.values_list("content", flat=True)
