"""Middleware of the whole site."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ground import csp, reading
from rynek.views import busy, signed_out_form, written

logger = logging.getLogger("rynek.middleware")
GetResponse = Callable[[HttpRequest], HttpResponse]


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sends a strict Content-Security-Policy, and the admin's own one below `/admin/`.

    Django gained this in 6.0; ours goes when 5.2 does.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.site = _policy(settings.CSP)
        self.admin = _policy(settings.CSP_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            with csp.nonce_for(request) as nonce:
                response = self.get_response(request)
                policy = self.admin.replace("{nonce}", nonce)
        else:
            response = self.get_response(request)
            policy = self.site
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class ReadingNeverWaits(reading.ReadingNeverWaits):
    """As in `ground.reading`; and whoever wants to write while nobody can is told so."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not reading.cannot_write(exception):
            return None
        logger.warning("%s %s: nothing can be written: %s", request.method, request.path, exception)
        return busy(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends visitors to the sign-in page, but shows them first what they had just written.

    Scripts keep drafts themselves, and Wagtail saves as one goes: this is for plain forms.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        to_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        is_plain = (
            request.method == "POST"
            and "HX-Request" not in request.headers
            and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
            and not request.path.startswith("/admin/")
        )
        if to_sign_in and is_plain and written(request):
            return signed_out_form(request)
        return to_sign_in
