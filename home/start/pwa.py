"""Rynek as an installed app: manifest, service worker, and which pages may be kept for offline reading."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from home.start.models import HouseSettings

PAGE_VIEW = "wagtail_serve"
KEEP_HEADER = "X-Keep-For"


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install Rynek like an app."""
    house = HouseSettings.load(request_or_site=request)
    icons = [
        {"src": static("rynek/icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("rynek/icons/app-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("rynek/icons/app-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("rynek/icons/app-maskable.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    content = {
        "name": house.name,
        "short_name": house.name[:12],
        "description": _("News, answers and the people who know."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "id": "/",
        "display": "standalone",
        "background_color": "#fdfdfc",
        "theme_color": house.accent_colour,
        "icons": icons,
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@login_not_required
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker itself, from the root, because its scope is the folder that it comes from."""
    response = render(request, "home/start/sw.js", content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    patch_cache_control(response, no_cache=True)
    return response


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection in place of a page that was not read before."""
    return render(request, "home/start/offline.html")


class KeepForReaderMiddleware:
    """Marks pages of the tree with an opaque mark of their reader.

    The service worker keeps marked pages only, and forgets everything as soon as another
    reader's mark, or the sign-in page, comes by.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_page = match is not None and match.view_name == PAGE_VIEW
        if is_page and response.status_code == 200 and request.user.is_authenticated:
            response[KEEP_HEADER] = reader_mark(request.user.pk)
        return response


def reader_mark(pk: int) -> str:
    """Tells readers apart without telling who they are."""
    return salted_hmac("home.pwa", str(pk)).hexdigest()[:16]
