"""Zipped office files: parts as streams that count the bytes they really unpack to, and XML from
them element by element."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from search.extraction.readers.text import Refused, Text

MOST_PARTS = 5_000
LARGEST_PART = 64 * 2**20  # bytes unpacked
LARGEST_UNPACKED = 300 * 2**20  # bytes of all parts that were opened
_NO_MEMORY = 2  # libxml2's code
_LOCKED = 0x1  # of a part's flags

Event = tuple[str, Any]


class _Counted(io.RawIOBase):
    """A part being unpacked; what the archive's directory says of its size is not believed."""

    def __init__(self, source: IO[bytes], archive: "Archive"):
        self.source = source
        self.archive = archive
        self.left = LARGEST_PART

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size if size >= 0 else self.left + 1)
        self.left -= len(data)
        self.archive.left -= len(data)
        if self.left < 0 or self.archive.left < 0:
            raise Refused("unpacked")
        return data


class Archive:
    """An office file."""

    def __init__(self, file: IO[bytes]):
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("broken") from error
        parts = self.zip.infolist()
        if len(parts) > MOST_PARTS:
            raise Refused("unpacked")
        if any(part.flag_bits & _LOCKED for part in parts):
            raise Refused("locked")
        self.left = LARGEST_UNPACKED
        # Some programs write "\" between folders, or a leading "/".
        self.names = {p.filename.replace("\\", "/").lstrip("/"): p.filename for p in parts}

    def open(self, name: str) -> IO[bytes]:
        return _Counted(self.zip.open(self.names[name]), self)  # type: ignore[return-value]

    def read(self, name: str) -> bytes:
        """The bytes of a part; none if there is no such part."""
        return self.open(name).read() if name in self.names else b""

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relation, in order."""
        folder, base = posixpath.split(name)
        found: dict[str, str] = {}
        data = self.read(f"{folder}/_rels/{base}.rels".lstrip("/"))
        if not data:
            return found
        for element in parse(data).iter():
            target = element.get("Target") if isinstance(element.tag, str) else None
            if target and element.get("TargetMode") != "External":
                path = target if target.startswith("/") else posixpath.join(folder, target)
                found[element.get("Id", "")] = posixpath.normpath(path).lstrip("/")
        return found


def local(element: Any) -> str:
    """The name without its namespace: Strict OOXML has others than everyday files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse(data: bytes) -> Any:
    """The root of a small XML part; Refused if it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken") from error


def events(source: IO[bytes], text: Text, *, ends_only: bool = False) -> Iterator[Event]:
    """Yield ("start" or "end", element) of an XML part; a part broken off is noted."""
    kinds = ("end",) if ends_only else ("start", "end")
    try:
        yield from etree.iterparse(
            source, events=kinds, resolve_entities=False, no_network=True, huge_tree=False
        )
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError) as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        text.note("parts")
