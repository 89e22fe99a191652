"""Health and error pages."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ground.reading import cannot_write
from rynek import health
from social.people.returning import safe_url


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when database, index and worker are well, else 503; names only what is wrong.

    Single items that were set aside make it "degraded": somebody should look, nothing is down.
    """
    problems = [check.name for check in health.vital() if not check.ok]
    degraded = {} if "database" in problems else health.degraded()
    state = "down" if problems else "degraded" if degraded else "ok"
    said = {"ok": not problems, "state": state, "problems": problems, "degraded": degraded}
    return JsonResponse(said, status=503 if problems else 200)


# Never shown back, whatever they are called exactly.
SECRET_FIELDS = ("password", "token", "secret", "key")
WORTH_KEEPING = 40  # characters


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that another sign-in or a long wait made stale: what was typed is shown, not lost."""
    context = {"kept": written(request), "back": _came_from(request)}
    return render(request, "403_expired.html", context, status=403)


def signed_out_form(request: HttpRequest) -> HttpResponse:
    """A form sent after the session had ended: as above, with the way back through sign-in."""
    context = {"kept": written(request), "is_signed_out": True, "next": _came_from(request)}
    return render(request, "403_expired.html", context, status=403)


def _came_from(request: HttpRequest) -> str:
    """The address in the house where the form stood, else the start page."""
    return urlsplit(safe_url(request, request.headers.get("Referer", ""))).path or "/"


def written(request: HttpRequest) -> list[str]:
    """What somebody typed into a form, without passwords and choices."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if (" " in value.strip() or len(value) >= WORTH_KEEPING)
        and not any(word in name.lower() for word in SECRET_FIELDS)
    ]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Visitors who have not signed in do not learn which addresses exist."""
    unknown = request.resolver_match is None and not request.path.startswith(settings.STATIC_URL)
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    if unknown and not signed_in and request.method in {"GET", "HEAD"} and request.path != "/":
        return redirect_to_login(request.get_full_path())
    return render(request, "404.html", status=404)


def busy(request: HttpRequest) -> HttpResponse:
    """Nothing can be written now: what was typed is shown, to be sent once more in a minute."""
    try:
        kept = written(request) if request.method == "POST" else []
    except Exception:  # noqa: BLE001 - a form that cannot be read holds nothing to keep
        kept = []
    context = {"kept": kept, "is_deed": request.method not in {"GET", "HEAD"}}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever failed may be what the page would need."""
    if cannot_write(sys.exc_info()[1]):
        return busy(request)
    return HttpResponse(render_to_string("500.html"), status=500)
