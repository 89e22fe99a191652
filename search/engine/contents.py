"""What an index holds: the table of contents of a commit and the directory of a segment's file.

Whoosh pickles both. We write JSON in their place: whoever may write into the folder of an index must
not be able to run code in the processes that search it. A table of contents is two lines, the JSON
and its CRC-32, so that changed bytes are noticed before they are believed:

    {"generation": 7, "columns": [...], "segments": [{"id": ..., "documents": 9, "deleted": [2],
     "bytes": 4711, "checksum": 123}]}
    3405691582
"""

import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import COLUMN, ID, Schema

from search.engine.columns import TextsColumn, ValuesColumn

INDEX_NAME = "MAIN"
_HEAD = 12  # bytes: where the directory of a segment's file begins (8) and its length (4)


class SegmentInfo(W3Segment):
    """What a table of contents says of one segment."""

    file_size: int = -1  # bytes
    checksum: int = -1  # CRC-32

    def create_compound_file(self, storage: Any) -> None:
        """Make one file of those that the segment was written to."""
        names = self.list_files(storage)
        directory = {}
        with open(Path(storage.folder) / self.make_filename(self.COMPOUND_EXT), "wb") as file:
            file.write(bytes(_HEAD))
            for name in names:
                start = file.tell()
                with open(Path(storage.folder) / name, "rb") as part:
                    copyfileobj(part, file)
                directory[name] = [start, file.tell() - start]
            start = file.tell()
            head = json.dumps(directory).encode()
            file.write(head)
            file.seek(0)
            file.write(start.to_bytes(8, "big") + len(head).to_bytes(4, "big"))
        for name in names:
            storage.delete_file(name)
        self.compound = True


def read_directory(data: Any) -> dict[str, tuple[int, int]]:
    """Return where each part lies in a segment's file (a buffer): offset and length."""
    offset, size = int.from_bytes(data[:8], "big"), int.from_bytes(data[8:_HEAD], "big")
    directory = json.loads(bytes(data[offset : offset + size]))
    return {str(name): (int(start), int(length)) for name, (start, length) in directory.items()}


@dataclass
class Contents:
    """The table of contents that a commit writes."""

    generation: int
    schema: Schema
    segments: list[SegmentInfo]

    def write(self, folder: Path) -> None:
        """Make this the newest commit; afterwards it is on the disk, whatever happens."""
        text = json.dumps(
            {
                "generation": self.generation,
                "columns": sorted(set(self.schema.names()) - set(base_schema().names())),
                "segments": [
                    {
                        "id": info.segid,
                        "documents": info.doc_count_all(),
                        "deleted": sorted(info.deleted_docs()),
                        "bytes": info.file_size,
                        "checksum": info.checksum,
                    }
                    for info in self.segments
                ],
            }
        ).encode()
        path = folder / contents_name(self.generation)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(draft, "wb") as file:
            file.write(text + b"\n%d\n" % zlib.crc32(text))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)


def contents_name(generation: int) -> str:
    """Return the name of the file; Whoosh's own, so that its sweeping keeps working."""
    return f"_{INDEX_NAME}_{generation}.toc"


def read_contents(folder: Path, generation: int, codec: Any) -> Contents:
    """Return the table of contents of a commit; ValueError if it is not what was written."""
    text, _, checksum = (folder / contents_name(generation)).read_bytes().partition(b"\n")
    if int(checksum) != zlib.crc32(text):
        raise ValueError(f"{contents_name(generation)}: wrong checksum")
    found = json.loads(text)
    schema = base_schema()
    for name in found["columns"]:
        schema.add(name, COLUMN(ValuesColumn()))
    segments = []
    for row in found["segments"]:
        info = SegmentInfo(codec, INDEX_NAME, row["documents"], row["id"], set(row["deleted"]))
        info.compound, info.file_size, info.checksum = True, row["bytes"], row["checksum"]
        segments.append(info)
    return Contents(found["generation"], schema, segments)


def base_schema() -> Schema:
    """Return the Whoosh schema that every build starts from; columns are added as values come."""
    return Schema(key=ID(unique=True), texts=COLUMN(TextsColumn()), length=COLUMN(ValuesColumn()))
