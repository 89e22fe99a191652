"""The media folder: pictures and photos, for people who may see them."""

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import cast

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.images.models import Image, Rendition

from social.files.access import is_for_everybody, visible_files
from social.people.models import User

# What may lie in the media folder and be asked for by name. Documents are not: they go
# through Wagtail's own view, which knows who may read them.
RENDITIONS = "images/"
ORIGINALS = "original_images/"
PHOTOS = "photos/"
OPEN_FOR_SECONDS = 3600


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture from the media folder, for people who may see it.

    Nothing is kept that the closing of a page would have to take back: the browser asks each
    time, and hears in a few bytes that its copy holds. Only what everybody who is signed in sees
    is shown for an hour without asking.
    """
    found = _photo(request, path) if path.startswith(PHOTOS) else _picture(request, path)
    if found is None or ".." in path:
        raise Http404
    unchanged = get_conditional_response(request, etag=found.etag)
    response = unchanged or _file(path)
    response["ETag"] = found.etag
    if found.is_for_everybody:
        patch_cache_control(response, private=True, max_age=OPEN_FOR_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _file(path: str) -> FileResponse:
    if not default_storage.exists(path):
        raise Http404
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@dataclass(frozen=True)
class _Found:
    """A file that the reader may see."""

    etag: str
    is_for_everybody: bool


def _found(path: str, version: str, is_for_everybody: bool) -> _Found:
    digest = hashlib.sha256(f"{path}:{version}".encode()).hexdigest()
    return _Found(quote_etag(digest[:32]), is_for_everybody)


def _picture(request: HttpRequest, path: str) -> _Found | None:
    """The picture of the library that lies there, or of which a rendition does. One query."""
    if path.startswith(RENDITIONS):
        of_path = Q(pk__in=Rendition.objects.filter(file=path).values("image_id"))
    elif path.startswith(ORIGINALS):
        of_path = Q(file=path)
    else:
        return None
    images = visible_files(request.user, Image).filter(of_path)
    images = images.annotate(is_for_everybody=is_for_everybody(Image))
    version = images.values_list("file_hash", "file", "is_for_everybody").first()
    return _found(path, f"{version[0]}:{version[1]}", version[2]) if version else None


def _photo(request: HttpRequest, path: str) -> _Found | None:
    """The photo of a colleague; people who left are not shown any more. One query."""
    colleagues = User.objects.visible_to(cast(User, request.user))
    shown = colleagues.filter(Q(photo=path) | Q(thumbnail=path)).exists()
    return _found(path, "", is_for_everybody=True) if shown else None
