"""What a file really is, and pictures made anew without what hides in them."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from ground.pictures.cleaning import clean_picture
from ground.pictures.opening import BadPicture, Fault
from social.comments.documents import media_type

LARGEST_SIDE = 2400


class UnsafeFile(ValueError):
    """A file of a kind that is not accepted, or that is not what it says it is.

    `bad`: what is wrong with it, when it is a picture.
    """

    def __init__(self, name: str, bad: BadPicture | None = None) -> None:
        super().__init__(name)
        self.bad = bad


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept."""

    content: bytes
    name: str
    media_type: str
    width: int | None = None
    height: int | None = None


def inspect(content: bytes, name: str) -> Inspected:
    """Find out what a file is from its content. Raises UnsafeFile.

    Pictures are decoded and written anew: no position, no camera, nothing appended. The picture
    of a name that says otherwise gets the right ending.
    """
    name = safe_name(name)
    picture = _picture(content, name)
    if picture is not None:
        return picture
    found = media_type(content, PurePath(name).suffix.lstrip(".").lower())
    if not found:
        raise UnsafeFile(name)
    return Inspected(content, name, found)


def safe_name(name: str) -> str:
    """The last part of a name, without control characters, short enough to show."""
    plain = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    plain = unicodedata.normalize("NFC", plain).replace('"', "").strip(". ") or "file"
    path = PurePath(plain)
    return path.stem[: 150 - len(path.suffix)] + path.suffix[:10]


def _picture(content: bytes, name: str) -> Inspected | None:
    """The picture written anew; nothing when it is no picture. Raises UnsafeFile."""
    try:
        picture = clean_picture(content, largest_side=LARGEST_SIDE)
    except BadPicture as bad:
        if bad.fault in {Fault.UNKNOWN, Fault.EMPTY}:
            return None
        raise UnsafeFile(name, bad) from bad
    return Inspected(
        picture.content, picture.name(name), picture.media_type, picture.width, picture.height
    )
