"""What middleware adds to a request, for views to name."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """As `HtmxMiddleware` hands it on: `request.htmx` is true where htmx asks for a fragment."""

    htmx: HtmxDetails
