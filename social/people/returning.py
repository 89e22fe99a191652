"""Where to go after signing in or changing a setting: only to addresses of this house."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address to return to, if it is one of ours."""
    return safe_url(
        request, request.POST.get("next") or request.GET.get("next") or default, default
    )


def safe_url(request: HttpRequest, url: str, default: str = "/") -> str:
    """The address if it is one of ours. A bare word is none: `redirect` would take it for a view."""
    allowed = url.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if allowed else default
