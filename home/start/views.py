"""The colour of this house."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from home.start.models import HouseSettings


@login_not_required
@require_GET
def accent(request: HttpRequest) -> HttpResponse:
    """The administrator's colour as a style sheet, since inline styles are forbidden."""
    colour = HouseSettings.load(request_or_site=request).accent_colour
    response = HttpResponse(f":root {{ --brand: {colour}; }}\n", content_type="text/css")
    patch_cache_control(response, public=True, max_age=300)
    return response
