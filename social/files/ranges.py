"""Parts of films and recordings, for players that jump: `Range: bytes=…` (RFC 9110, section 14)."""

import mimetypes
import re

from django.http import HttpRequest, HttpResponse
from wagtail.documents.models import AbstractDocument

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
PART_AT_MOST = 2_000_000  # bytes; a player asks for the next part by itself


def part_of_film(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """The part that the request asks for, or nothing when the whole file is to be served."""
    kind = mimetypes.guess_type(document.filename)[0] or ""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not kind.startswith(("video/", "audio/")) or asked is None or not any(asked.groups()):
        return None
    size = document.file.size
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with document.file.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{first + len(content) - 1}/{size}",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, status=206, content_type=kind, headers=headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte to send; `-500` means the last five hundred."""
    start = int(first) if first else max(0, size - int(last))
    end = int(last) if first and last else size - 1
    return start, min(end, size - 1, start + PART_AT_MOST - 1)
