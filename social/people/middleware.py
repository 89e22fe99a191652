"""The person's own language and time zone, whatever language a page is written in.

A page's address names its language (`/en/…`); Wagtail routes by the active language. So the
language of the address is active while a page is found, and the reader's afterwards
(`home.start.wagtail_hooks` switches once the page is known).
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from wagtail.views import serve


def preferred_language(request: HttpRequest) -> str:
    """The reader's language: chosen in the profile, else by cookie or browser."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language:
        return str(user.preferred_language)
    return translation.get_language_from_request(request)


class PersonLocaleMiddleware(LocaleMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        in_path = translation.get_language_from_path(request.path_info)
        language = in_path or preferred_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        if request.user.is_authenticated:
            timezone.activate(request.user.zone)
        else:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if view is not serve:
            activate_reader_language(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """`/` leads to the start page in the reader's language; nothing else is redirected."""
        if response.status_code == 404 and request.path_info == "/":
            response = redirect(f"/{preferred_language(request)}/")
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        timezone.deactivate()
        return response


def activate_reader_language(request: HttpRequest) -> None:
    """From here on the interface speaks the reader's language."""
    language = preferred_language(request)
    translation.activate(language)
    request.LANGUAGE_CODE = language
