"""What a file really is, and pictures made anew without what hides in them."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from ground.pictures.cleaning import clean_picture
from ground.pictures.opening import BadPicture, Fault

LARGEST_SIDE = 2400
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OFFICE_PARTS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
OPEN_DOCUMENT = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
TEXT = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/markdown", ".log": "text/plain"}


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
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf" and content.startswith(b"%PDF-"):
        return Inspected(content, name, "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return Inspected(content, name, _packed(content, ending))
    if ending in TEXT and _is_text(content):
        return Inspected(content, name, TEXT[ending])
    raise UnsafeFile(name)


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


def _packed(content: bytes, ending: str) -> str:
    """The media type of an office document. Raises UnsafeFile for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if ending in OFFICE and _is_office(archive.namelist(), OFFICE_PARTS[ending]):
                return OFFICE[ending]
            if ending in OPEN_DOCUMENT and _stated_type(archive) == OPEN_DOCUMENT[ending]:
                return OPEN_DOCUMENT[ending]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise UnsafeFile(ending) from error
    raise UnsafeFile(ending)


def _is_office(names: list[str], part: str) -> bool:
    """Whether an archive is an office document of that kind, without macros."""
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    has_part = any(name.startswith(part) for name in names)
    return "[Content_Types].xml" in names and has_part and not has_macros


def _stated_type(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says of itself in its first part."""
    names = archive.namelist()
    if not names or names[0] != "mimetype" or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
