"""A picture written anew: upright, in a format that browsers show, with its colours and no more.

Where it was taken, with what, by whom, thumbnails of what was cut away, comments, and whatever is
appended to the file do not come along; the colour profile does.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from ground.pictures.opening import (
    DECODING_ERRORS,
    BadPicture,
    Fault,
    frames_of,
    open_picture,
    read_header,
)

MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
# These are opened and written as something that every browser and office program shows.
CONVERTED = {"HEIF", "AVIF"}
QUALITY = 90
LARGEST_PROFILE = 1_000_000  # bytes; real colour profiles have some hundred to some 10,000
SHOWN = ("transparency", "duration", "loop", "background", "disposal", "blend")


class CleanFile(ContentFile):
    """The content of a picture that was written anew: need not be again."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture that may be kept and shown."""

    content: bytes
    kind: str  # Pillow's name of its format
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]

    def name(self, original: str) -> str:
        """The name that the file had, with the ending of what it is now."""
        path = PurePath(original)
        fits = path.suffix.lower() in {ENDINGS[self.kind], ".jpeg" if self.kind == "JPEG" else ""}
        return path.name if fits else path.stem + ENDINGS[self.kind]

    def file(self, original: str) -> CleanFile:
        return CleanFile(self.content, name=self.name(original))


def clean_picture(source: Any, *, largest_side: int | None = None) -> CleanPicture:
    """Write a picture anew. Raises BadPicture.

    `largest_side`: in pixels; a still picture with a longer one is made smaller.
    """
    with open_picture(source) as image:
        try:
            if frames_of(image) > 1:
                return _animation(image)
            return _still(image, largest_side)
        except DECODING_ERRORS as error:
            raise BadPicture(Fault.DAMAGED) from error


def _animation(image: Image.Image) -> CleanPicture:
    kind = "WEBP" if image.format in CONVERTED else str(image.format)
    size = image.size
    options: dict[str, Any] = {"comment": b""} if kind == "GIF" else {}
    if profile := _profile(image):
        options["icc_profile"] = profile
    target = io.BytesIO()
    image.save(target, kind, save_all=True, exif=b"", xmp=b"", **options)
    return CleanPicture(target.getvalue(), kind, *size)


def _still(image: Image.Image, largest_side: int | None) -> CleanPicture:
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    if kind in CONVERTED:
        kind = "WEBP" if image.has_transparency_data else "JPEG"
    profile = _profile(image)
    still = upright(image)
    if largest_side:
        still.thumbnail((largest_side, largest_side))
    if kind == "JPEG" and still.mode not in {"RGB", "L", "CMYK"}:
        still = still.convert("RGB")
    still.info = {name: still.info[name] for name in SHOWN if name in still.info}
    options: dict[str, Any] = {"quality": QUALITY} if kind in {"JPEG", "WEBP"} else {}
    if profile:
        options["icc_profile"] = profile
    target = io.BytesIO()
    still.save(target, kind, **options)
    return CleanPicture(target.getvalue(), kind, *still.size)


def upright(image: Image.Image) -> Image.Image:
    """A copy turned as the camera was held; as it lies when what is said of that is broken."""
    try:
        return ImageOps.exif_transpose(image)
    except DECODING_ERRORS:
        return image.copy()


def _profile(image: Image.Image) -> bytes:
    profile = image.info.get("icc_profile") or b""
    return profile if isinstance(profile, bytes) and len(profile) <= LARGEST_PROFILE else b""


# Parts of a JPEG that say how to show it: JFIF, colour profile, Adobe's colour transform.
HARMLESS = {"APP0", "APP14"}
TOLD = {"exif", "xmp", "comment", "XML:com.adobe.xmp", "photoshop"}


def hides_something(content: bytes) -> bool:
    """Whether cleaning would take something away from a picture. Decodes nothing.

    Raises BadPicture.
    """
    with read_header(content) as image:
        if image.format in {*CONVERTED, "MPO"} or TOLD & set(image.info):
            return True
        parts = getattr(image, "applist", [])
        said = [name for name, data in parts if not data.startswith(b"ICC_PROFILE")]
        return bool(set(said) - HARMLESS or getattr(image, "text", {}))
