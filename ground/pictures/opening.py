"""Opening a picture that somebody sent: only formats that we take, within bounds, decoded at once.

Whatever is wrong with it is a `BadPicture` with a sentence for the person who sent it. Every field
that takes a picture comes through here.
"""

import io
import struct
import warnings
import zlib
from enum import Enum
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import EpsImagePlugin, Image, UnidentifiedImageError

try:
    import pillow_heif
except ImportError:  # it carries x265, which is GPL: a house may do without
    pillow_heif = None  # type: ignore[assignment]

MOST_PIXELS = 60_000_000
MOST_PIXELS_EVER = 128_000_000  # in houses that are older than the bound above
MOST_FRAMES = 200
MOST_PIXELS_OF_ALL_FRAMES = 80_000_000

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", *(("HEIF",) if pillow_heif else ()))
NAMES = "JPEG, PNG, GIF, WEBP, AVIF" + (", HEIC" if pillow_heif else "")

# What decoders raise on broken or hostile data, each its own. (UnidentifiedImageError is an OSError.)
DECODING_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombWarning,
)


class Fault(Enum):
    """What is wrong with a picture; its value is said to the person."""

    EMPTY = _("This file is empty.")
    UNKNOWN = _("This file is not a picture of a kind that is taken: %(formats)s.")
    PIXELS = _("This picture is too large: at most %(millions)d million pixels.")
    FRAMES = _(
        "This animation is too long: at most %(frames)d pictures and %(all)d million pixels."
    )
    DAMAGED = _("This picture is damaged or incomplete. Please send it again.")


class BadPicture(ValueError):
    """A file that is not taken as a picture."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault

    @property
    def message(self) -> str:
        """Why, in the language of the reader."""
        sentence: str | Promise = self.fault.value
        return str(sentence) % {
            "formats": NAMES,
            "millions": MOST_PIXELS // 1_000_000,
            "frames": MOST_FRAMES,
            "all": MOST_PIXELS_OF_ALL_FRAMES // 1_000_000,
        }


def open_picture(source: bytes | IO[bytes] | Any) -> Image.Image:
    """The first frame of a picture, decoded. Raises BadPicture.

    The bounds are read from its header before anything is unpacked. Whoever has a file gives it
    from its beginning; it is read to its end.
    """
    image = read_header(source if isinstance(source, bytes) else source.read())
    try:
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(Fault.PIXELS) from None
    except DECODING_ERRORS as error:
        raise BadPicture(Fault.DAMAGED) from error
    return image


def read_header(content: bytes) -> Image.Image:
    """A picture within bounds of which nothing is decoded yet. Raises BadPicture."""
    if not content:
        raise BadPicture(Fault.EMPTY)
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(Fault.PIXELS) from None
    except UnidentifiedImageError:
        raise BadPicture(_fault_of(content)) from None
    except DECODING_ERRORS as error:
        raise BadPicture(Fault.DAMAGED) from error
    _check_bounds(image)
    return image


def _check_bounds(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise BadPicture(Fault.PIXELS)
    frames = frames_of(image)
    if frames > MOST_FRAMES or (frames > 1 and pixels * frames > MOST_PIXELS_OF_ALL_FRAMES):
        raise BadPicture(Fault.FRAMES)


def frames_of(image: Image.Image) -> int:
    """How many pictures an animation has; 1 for a still one, whatever else its file holds.

    A photo may carry smaller copies and depth maps (MPO, HEIF): they are not shown.
    """
    if image.format in {"JPEG", "MPO", "HEIF"}:
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except DECODING_ERRORS as error:
        raise BadPicture(Fault.DAMAGED) from error


_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_BOXES = (b"ftypavif", b"ftypavis", b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1")


def _fault_of(content: bytes) -> Fault:
    """A picture that begins as it should and cannot be read came here incomplete."""
    begins = content.startswith(_BEGINNINGS) or content[4:12] in _BOXES
    return Fault.DAMAGED if begins else Fault.UNKNOWN


def seal() -> None:
    """A second wall for code that is not ours: Pillow opens no other format without being asked.

    No Ghostscript ever; and a picture of more pixels than the library ever took is an error, where
    Pillow only warns up to twice its bound.
    """
    if pillow_heif is not None:
        pillow_heif.register_heif_opener()
    Image.init()
    Image.ID[:] = [name for name in Image.ID if name in FORMATS]
    EpsImagePlugin.gs_binary = False
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_EVER
    warnings.simplefilter("error", Image.DecompressionBombWarning)
