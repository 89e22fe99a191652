"""Requests that no form of ours or of Wagtail's sends: a field is missing, an id is no number.

Wagtail's admin trusts its own forms and answers 500 when something of them is missing; databases refuse
numbers and characters that they cannot hold. Both are told as what they are: a request that is not in
order (400), with what was typed. Every one is logged with where it happened.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any

import django
import wagtail
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin.forms.choosers import URLOrAbsolutePathField
from wagtail.admin.views.generic.chooser import CreateViewMixin

from rynek.views import written

logger = logging.getLogger("rynek.refused")
PACKAGES = tuple(str(Path(str(package.__file__)).parent) for package in (django, wagtail))
# What Django's columns and the drivers of the databases say of values that are not theirs.
NO_VALUE = re.compile(
    r"^Field '.*' expected a number but got|NUL \(0x00\)|too large to convert to SQLite|"
    r"surrogates not allowed",
    re.DOTALL,
)
# While one of these runs, a form is being read.
READING = {"full_clean", "_clean_fields", "value_from_datadict", "is_valid"}


class RefusedRequests:
    """Turns what a request itself is to blame for into an answer that says so."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)  # type: ignore[operator]

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> None:
        """Wagtail takes revision 0 for "none named", and fails over what it then lacks."""
        if kwargs.get("revision_id") == 0:
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_to_blame(request, exception):
            return None
        logger.warning("%s %s is refused", request.method, request.path, exc_info=exception)
        return refused(request)


def refused(request: HttpRequest) -> HttpResponse:
    kept = written(request) if request.method == "POST" else []
    return render(request, "400.html", {"kept": kept}, status=400)


def is_to_blame(request: HttpRequest, error: Exception) -> bool:
    """Whether the request holds what nothing could have been done with."""
    if isinstance(error, MultiValueDictKeyError | DataError):
        return True
    if isinstance(error, ValueError | OverflowError) and NO_VALUE.search(str(error)):
        return True
    if request.method != "POST" or not request.path.startswith("/admin/"):
        return False
    if isinstance(error, NoReverseMatch):  # `redirect` takes what is no address for a name
        return bool(request.POST.get("next") or request.GET.get("next"))
    if not _is_of_a_package(error):
        return False
    return isinstance(error, ObjectDoesNotExist | ValidationError) or _was_reading(error)


def _codes(error: Exception) -> Iterator[CodeType]:
    for frame, _line in walk_tb(error.__traceback__):
        yield frame.f_code


def _is_of_a_package(error: Exception) -> bool:
    """Whether it was raised in Wagtail or Django rather than by code of ours."""
    *_others, last = _codes(error)
    return last.co_filename.startswith(PACKAGES)


def _was_reading(error: Exception) -> bool:
    return any(code.co_name in READING for code in _codes(error))


def mend() -> None:
    """Called once, when the house starts."""
    to_python, post = URLOrAbsolutePathField.to_python, CreateViewMixin.post

    def create(self: Any, request: HttpRequest) -> HttpResponse:
        """Choosers of what is only chosen have an address for creating it, and no form."""
        if self.get_creation_form_class() is None:
            raise Http404
        return post(self, request)

    CreateViewMixin.post = create
    # Wagtail asks None whether it begins with a slash.
    URLOrAbsolutePathField.to_python = lambda self, value: to_python(self, value or "")
