"""Word and PowerPoint before 2007."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from search.extraction.readers.text import LONGEST_TEXT, Refused, Text

_LOCKED = 0x0100  # in the flags at the beginning of a Word document
_HEAD = 8  # bytes of a record of PowerPoint: version and instance, type, length
_CONTAINER = 0xF
_UTF_16, _BYTES = 0x0FA0, 0x0FA8  # records of text
_COMMENT = 0x0FBA  # and of the strings of comments, within _COMMENTS
_COMMENTS, _MASTER, _SLIDE, _ENCRYPTED = 0x2EE0, 0x03F8, 0x03EE, 0x2F14
_PLACEHOLDERS = ("Click to edit Master", "Kliknij, aby edytować styl")
_STREAM = 64 * 2**20  # bytes read of one


def read_old_word(file: IO[bytes], text: Text) -> None:
    """By catdoc, where the system has it."""
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            if ole.exists("WordDocument"):
                head = ole.openstream("WordDocument").read(12)
                if len(head) == 12 and int.from_bytes(head[10:12], "little") & _LOCKED:
                    raise Refused("locked")
    except OSError:
        pass  # Word before 97 wrote no such container; the converter may know it
    convert("catdoc", file, text)


def read_old_slides(file: IO[bytes], text: Text) -> None:
    """The texts of all slides and notes, in the order in which they stand in the file."""
    import olefile

    try:
        with olefile.OleFileIO(file) as ole:
            if ole.exists("EncryptedSummary"):
                raise Refused("locked")
            if not ole.exists("PowerPoint Document"):
                raise Refused("broken")
            data = ole.openstream("PowerPoint Document").read(_STREAM)
    except OSError as error:
        raise Refused("broken") from error
    for piece in _texts(data, 0, len(data), text, within=0, depth=0):
        if not text.add(piece):
            return


def _texts(data: bytes, at: int, end: int, text: Text, *, within: int, depth: int) -> Iterator[str]:
    while at + _HEAD <= end and depth < 50:
        version = data[at] & 0xF
        kind = int.from_bytes(data[at + 2 : at + 4], "little")
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        start, stop = at + _HEAD, min(at + _HEAD + size, end)
        if kind == _ENCRYPTED:
            raise Refused("locked")
        if version == _CONTAINER:
            text.pages += kind == _SLIDE
            if kind != _MASTER:
                yield from _texts(data, start, stop, text, within=kind, depth=depth + 1)
        elif kind == _UTF_16 or (kind == _COMMENT and within == _COMMENTS):
            yield from _lines(data[start:stop].decode("utf-16-le", "replace"))
        elif kind == _BYTES:
            yield from _lines(data[start:stop].decode("latin-1"))
        at = stop


def _lines(words: str) -> Iterator[str]:
    if not words.startswith(_PLACEHOLDERS):
        yield words.replace("\r", "\n").replace("\v", " ")


def convert(program: str, file: IO[bytes], text: Text) -> None:
    """Add what a converter of the system writes; it may crash, which is a note."""
    found = shutil.which(program)
    if not found:
        raise Refused("converter")
    command = [found, "-d", "utf-8", "-w", str(Path(file.name))]
    with subprocess.Popen(  # noqa: S603 (a program of the system, no shell)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read(4 * LONGEST_TEXT)
        if process.stdout.read(1):
            text.note("length")
            process.kill()
    text.add(output.decode("utf-8", "replace").replace("\f", "\n"))
    if process.returncode < 0 and "length" not in text.notes:
        raise Refused("crash")
    if process.returncode and not text.length:
        raise Refused("broken")
