"""Small views of the house."""

import mimetypes

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET
from wagtail.images.models import Image, Rendition

from home.models import HouseSettings

# What may lie in the media folder and be asked for by name. Documents are not: they go
# through Wagtail's own view, which knows who may read them.
PICTURE_FOLDERS = ("images/", "original_images/", "photos/")


@login_not_required
@require_GET
def accent(request: HttpRequest) -> HttpResponse:
    """The administrator's colour as a style sheet, since inline styles are forbidden."""
    colour = HouseSettings.load(request_or_site=request).accent_colour
    response = HttpResponse(f":root {{ --brand: {colour}; }}\n", content_type="text/css")
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_GET
def media(request: HttpRequest, path: str) -> FileResponse:
    """A picture from the media folder, for people who are signed in and may see its collection."""
    if not path.startswith(PICTURE_FOLDERS) or ".." in path:
        raise Http404
    if not _may_see_picture(request, path) or not default_storage.exists(path):
        raise Http404
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_cache_control(response, private=True, max_age=60 * 60 * 24 * 30)
    return response


def _may_see_picture(request: HttpRequest, path: str) -> bool:
    if path.startswith("photos/"):
        return True
    if path.startswith("images/"):
        rendition = Rendition.objects.select_related("image__collection").filter(file=path).first()
        image = rendition.image if rendition else None
    else:
        image = Image.objects.select_related("collection").filter(file=path).first()
    if image is None:
        return False
    restrictions = image.collection.get_view_restrictions()
    return all(restriction.accept_request(request) for restriction in restrictions)
