"""What readers collect, the limits they keep to, and what they say when one is reached."""

import codecs
import re
from typing import Any

LONGEST_TEXT = 500_000  # characters kept of one file
MOST_PAGES = 2_000
MOST_CELLS = 2_000_000  # cells with a value, of all sheets

# Letters that Polish has, in ISO 8859-2 and in Windows-1250: ą ś ź and their capitals.
_LATIN2 = frozenset(b"\xb1\xb6\xbc\xa1\xa6\xac")
_CP1250 = frozenset(b"\xb9\x9c\x9f\xa5\x8c\x8f")
_SOFT_HYPHEN = "\xad"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Refused(Exception):
    """The file cannot be read, or not to its end, for a reason that people understand.

    The message is one of the codes in `search.extraction.notes`; what was read until then is kept.
    """


class Text:
    """Collects pieces up to the limit."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages = 0
        self.empty_pages = 0
        self.notes: dict[str, None] = {}  # codes, in order

    def add(self, piece: Any) -> bool:
        """Add a line or more; False once there is enough."""
        text = str(piece).strip() if piece is not None else ""
        if text:
            left = LONGEST_TEXT - self.length
            if len(text) > left:
                self.note("length")
            self.pieces.append(text[: max(left, 0)])
            self.length += len(text)
        return self.length < LONGEST_TEXT

    def note(self, code: str) -> None:
        """Say that something is not as one would expect."""
        self.notes[code] = None

    def __str__(self) -> str:
        text = "\n".join(piece for piece in self.pieces if piece)
        text = text.replace("\x00", " ").replace(_SOFT_HYPHEN, "")
        text = re.sub(r"[ \t\xa0]{2,}", " ", text)
        # Halves of characters beyond the first plane, as old formats write them, become whole.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or UTF-32, or in the code pages of older Windows and Unix.

    The end of the data may cut a character in two.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decode(data, name, "replace")
    if name := _utf_16_without_mark(data[:2000]):
        return _decode(data, name, "replace")
    try:
        return _decode(data, "utf-8", "strict")
    except UnicodeDecodeError:
        latin2 = sum(byte in _LATIN2 for byte in data[:100_000])
        cp1250 = sum(byte in _CP1250 for byte in data[:100_000])
        return data.decode("iso8859-2" if latin2 > cp1250 else "cp1250", "replace")


def _decode(data: bytes, encoding: str, errors: str) -> str:
    return codecs.getincrementaldecoder(encoding)(errors).decode(data)


def _utf_16_without_mark(start: bytes) -> str:
    """The byte order of UTF-16 that does not say so: every other byte of Latin text is zero."""
    half = len(start) // 2
    if half < 2:
        return ""
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if odd > half // 2 and even <= half // 10:
        return "utf-16-le"
    if even > half // 2 and odd <= half // 10:
        return "utf-16-be"
    return ""
