"""The Whoosh codec of the index: postings and term dictionary as flat arrays, mapped into memory.

Whoosh's own codec (W3) pickles and compresses every term's postings in blocks of 128, which makes
writing slow and reading a Python loop per posting. This codec keeps the same segments, table of
contents and columns, and writes per field of a segment (all little-endian, 8-byte aligned):

    keys       the terms in UTF-8, sorted, one after another    key_ends   u4 (n + 1)
    starts     u8 (n + 1): each term's range in the postings
    ids        u4: document numbers, ascending per term          weights    u1: eighths
    counts     u1: positions per posting, and positions u4:      slot << 24 | word position
    pos_starts u8 (n + 1): each term's range in the positions

A slot is the number of the search field (title, body, ...) within the segment.
"""

import json
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec

from search.engine.contents import SegmentInfo

INVERTED_EXT = ".inv"
WEIGHT_STEP = 8  # a posting's weight is kept in eighths, up to 31.9
SLOT_SHIFT = 24
_TRAILER = struct.Struct("<Q4s")
_ARRAYS = {
    "keys": "<u1", "key_ends": "<u4", "starts": "<u8", "ids": "<u4", "weights": "<u1",
    "counts": "<u1", "pos_starts": "<u8", "positions": "<u4",
}  # fmt: skip


class FieldArrays(NamedTuple):
    """One field's term dictionary and postings in one segment.

    Every term has postings. A field without positions has none of the last three.
    """

    keys: np.ndarray
    key_ends: np.ndarray
    starts: np.ndarray
    ids: np.ndarray
    weights: np.ndarray
    counts: np.ndarray
    pos_starts: np.ndarray
    positions: np.ndarray

    @property
    def has_positions(self) -> bool:
        return len(self.pos_starts) > 0


class FieldPool:
    """Postings of one field in the order of arrival, grouped by term only when the segment ends."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.term_ids = array("I")
        self.docs = array("I")
        self.weights = bytearray()
        self.counts = bytearray()
        self.positions = array("I")

    def add(self, docnum: int, weights: Mapping[str, float]) -> None:
        """Add a document's terms with their weights (frequency times field weight)."""
        terms = self.terms
        number = terms.setdefault
        self.term_ids.extend([number(term, len(terms)) for term in weights])
        self.docs.extend([docnum] * len(weights))
        self.weights.extend([min(255, max(1, round(w * WEIGHT_STEP))) for w in weights.values()])

    def add_positions(self, rows: Iterable[list[int]]) -> None:
        """Add the positions of the terms given to the last `add`, in the same order."""
        for row in rows:
            self.counts.append(min(255, len(row)))
            self.positions.extend(row[:255])

    def add_arrays(self, old: FieldArrays, docmap: np.ndarray, slot_map: np.ndarray) -> None:
        """Add the postings of another segment; docmap gives new document numbers, -1 = deleted.

        Terms of deleted documents alone are left behind: a dictionary must not outgrow its index.
        """
        terms = self.terms
        number = terms.setdefault
        docs = docmap[old.ids]
        keep = docs >= 0
        owners = np.repeat(np.arange(len(old.starts) - 1), sizes(old.starts))
        alive = np.bincount(owners[keep], minlength=len(old.starts) - 1) > 0
        kept = (t for t, lives in zip(decode_keys(old), alive.tolist(), strict=True) if lives)
        renumber = np.zeros(len(alive), "u4")
        renumber[alive] = [number(t, len(terms)) for t in kept]
        term_ids = renumber[owners]
        # A pool holds the documents of a term in ascending order: older segments first.
        self.term_ids.frombytes(term_ids[keep].astype("u4").tobytes())
        self.docs.frombytes(docs[keep].astype("u4").tobytes())
        self.weights.extend(old.weights[keep].tobytes())
        if old.has_positions:
            self.counts.extend(old.counts[keep].tobytes())
            places = old.positions[np.repeat(keep, old.counts)]
            slots = slot_map[places >> SLOT_SHIFT].astype("u4")
            places = places & np.uint32((1 << SLOT_SHIFT) - 1) | slots << np.uint32(SLOT_SHIFT)
            self.positions.frombytes(places.astype("u4").tobytes())

    def arrays(self) -> FieldArrays:
        """Return the postings grouped by term, terms in order."""
        ordered = sorted(self.terms)
        rank = np.empty(len(ordered), np.int64)
        rank[[self.terms[t] for t in ordered]] = np.arange(len(ordered))
        ranks = rank[np.frombuffer(self.term_ids, "u4")] if self.term_ids else np.zeros(0, np.int64)
        order = np.argsort(ranks, kind="stable")
        encoded = [t.encode() for t in ordered]
        starts = _ends(np.bincount(ranks, minlength=len(ordered)))
        counts = np.frombuffer(bytes(self.counts), "u1")
        positions = np.frombuffer(self.positions, "u4") if self.positions else np.zeros(0, "u4")
        pos_starts = np.zeros(0, "u8")
        if len(counts):
            begin = _ends(counts)[:-1][order]
            counts = counts[order]
            within = np.arange(int(counts.sum())) - np.repeat(_ends(counts)[:-1], counts)
            positions = positions[np.repeat(begin, counts) + within]
            pos_starts = _ends(counts)[starts]
        return FieldArrays(
            np.frombuffer(b"".join(encoded), "u1"),
            _ends(np.array([len(k) for k in encoded], np.int64)),
            starts,
            np.frombuffer(self.docs, "u4")[order] if self.docs else np.zeros(0, "u4"),
            np.frombuffer(bytes(self.weights), "u1")[order],
            counts,
            pos_starts,
            positions,
        )


def _ends(sizes: np.ndarray) -> np.ndarray:
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return ends


def sizes(ends: np.ndarray) -> np.ndarray:
    """Return the sizes of ranges given by where each begins (and the last one ends)."""
    ends = ends.astype(np.int64)
    return ends[1:] - ends[:-1]


def decode_keys(field: FieldArrays) -> Iterator[str]:
    """Yield the terms of a field in order."""
    data = field.keys.tobytes()
    ends = field.key_ends.tolist()
    for start, end in zip(ends, ends[1:], strict=False):
        yield data[start:end].decode()


class SegmentPool:
    """All postings of the segment being written; takes the place of Whoosh's PostingPool."""

    def __init__(self) -> None:
        self.fields: dict[str, FieldPool] = {}
        self.slots: dict[str, int] = {}

    @property
    def postings(self) -> int:
        """How many postings wait in memory."""
        return sum(len(field.docs) for field in self.fields.values())

    def field(self, name: str) -> FieldPool:
        pool = self.fields.get(name)
        if pool is None:
            pool = self.fields[name] = FieldPool()
        return pool

    def slot(self, name: str) -> int:
        """Return the number of a search field in this segment (at most 255 of them)."""
        return self.slots.setdefault(name, min(len(self.slots), 255))

    def iter_postings(self) -> "SegmentPool":
        return self  # handed by Whoosh's writer to InvertedWriter.add_postings

    def cleanup(self) -> None:
        self.fields.clear()


class InvertedWriter:
    """Whoosh's field writer: writes a `SegmentPool` as the segment's `.inv` file."""

    def __init__(self, storage: Any, segment: Any):
        self._file = segment.create_file(storage, INVERTED_EXT)
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, pool: SegmentPool) -> None:
        at = 0
        directory: dict[str, Any] = {"slots": pool.slots, "fields": {}}
        for name in sorted(pool.fields):
            field = pool.fields.pop(name).arrays()
            if not len(field.ids):  # every document with a word here is gone
                continue
            places = directory["fields"][name] = {}
            for label, values in zip(FieldArrays._fields, field, strict=True):
                data = np.ascontiguousarray(values, _ARRAYS[label]).tobytes()
                padding = -len(data) % 8
                self._file.write(data + b"\0" * padding)
                places[label] = [at, len(values)]
                at += len(data) + padding
        head = json.dumps(directory).encode()
        self._file.write(head + _TRAILER.pack(len(head), b"INV1"))

    def close(self) -> None:
        self._file.close()
        self.is_closed = True


def read_inverted(data: memoryview) -> tuple[dict[str, int], dict[str, FieldArrays]]:
    """Return the slots and the fields of an `.inv` file as views of its bytes."""
    size, magic = _TRAILER.unpack(data[-_TRAILER.size :])
    if magic != b"INV1":
        raise ValueError("not an inverted file")
    directory = json.loads(bytes(data[-_TRAILER.size - size : -_TRAILER.size]))
    fields = {
        name: FieldArrays(
            *(
                np.frombuffer(data, _ARRAYS[a], places[a][1], places[a][0])
                for a in FieldArrays._fields
            )
        )
        for name, places in directory["fields"].items()
    }
    return directory["slots"], fields


class ArrayCodec(W3Codec):
    """Whoosh's codec with array postings; per-document columns stay Whoosh's own."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> SegmentInfo:
        return SegmentInfo(self, indexname)

    def field_writer(self, storage: Any, segment: Any) -> InvertedWriter:
        return InvertedWriter(storage, segment)
