"""What a file really is, and pictures made anew without what hides in them."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

LARGEST_SIDE = 2400
MOST_PIXELS = 60_000_000
MOST_FRAMES = 200
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
EXTENSIONS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
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
    """A file of a kind that is not accepted, or that is not what it says it is."""


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
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnsafeFile(name)
            kind = image.format or ""
            written, size = _anew(image, kind)
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnsafeFile(name) from error
    right_name = PurePath(name).stem + EXTENSIONS[kind]
    return Inspected(written, right_name, PICTURES[kind], *size)


def _anew(image: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    target = io.BytesIO()
    if kind == "GIF" and getattr(image, "n_frames", 1) > 1:
        frames = [
            f.copy()
            for f, _n in zip(ImageSequence.Iterator(image), range(MOST_FRAMES), strict=False)
        ]
        frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], loop=0)
        return target.getvalue(), frames[0].size
    still = ImageOps.exif_transpose(image)
    still.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    if kind == "JPEG" and still.mode not in {"RGB", "L"}:
        still = still.convert("RGB")
    bare = Image.new(still.mode, still.size)
    if still.mode == "P" and still.palette:
        bare.putpalette(still.palette)
    bare.paste(still)
    options = {"quality": 85} if kind in {"JPEG", "WEBP"} else {}
    bare.save(target, kind, **options)
    return target.getvalue(), bare.size


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
