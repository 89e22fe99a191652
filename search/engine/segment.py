"""A segment read: arrays mapped from its file, decoded once per process and shared by threads."""

import mmap
from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec

from search.engine.codec import INVERTED_EXT, WEIGHT_STEP, FieldArrays, read_inverted
from search.engine.columns import ColumnValues, decode_column, empty_column, unpack_texts
from search.engine.contents import SegmentInfo, read_directory


class Postings(NamedTuple):
    """Documents that hold a term, ascending, and the term's weight in each."""

    ids: np.ndarray
    weights: np.ndarray


EMPTY = Postings(np.zeros(0, np.int64), np.zeros(0, np.float32))


class Segment:
    """An immutable segment; deletions belong to a generation and are kept by the snapshot."""

    def __init__(self, folder: Path, info: SegmentInfo):
        self.id: str = info.segment_id()
        self.doc_count: int = info.doc_count_all()
        self._deleted = np.fromiter(info.deleted_docs(), np.int64)
        with open(folder / info.make_filename(info.COMPOUND_EXT), "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) != info.file_size:
            raise ValueError(f"{self.id} has {len(self._map)} bytes, not {info.file_size}")
        self._files = read_directory(self._map)
        self._info = info
        self.slots, self.fields = read_inverted(self._file(info.make_filename(INVERTED_EXT)))
        self.slot_names = {number: name for name, number in self.slots.items()}
        self._columns: dict[str, ColumnValues] = {}

    def _file(self, name: str) -> memoryview:
        start, length = self._files[name]
        return memoryview(self._map)[start : start + length]

    def live_mask(self) -> np.ndarray:
        mask = np.ones(self.doc_count, bool)
        mask[self._deleted] = False
        return mask

    # Columns

    def column_names(self) -> list[str]:
        """Return the names of the value columns."""
        suffix = W3Codec.COLUMN_EXT
        prefix = self.id + "."
        names = [n[len(prefix) : -len(suffix)] for n in self._files if n.endswith(suffix)]
        return [n for n in names if n == "length" or n.startswith("f_")]

    def column(self, name: str) -> ColumnValues:
        """Return a column; an empty one if no document of the segment has a value."""
        values = self._columns.get(name)
        if values is None:
            file = f"{self.id}.{name}{W3Codec.COLUMN_EXT}"
            if file in self._files:
                values = decode_column(self._file(file))
            else:
                values = empty_column(self.doc_count)
            self._columns[name] = values
        return values

    @cached_property
    def lengths(self) -> np.ndarray:
        """Each document's weighted length in words."""
        column = self.column("length")
        if not len(column.values):
            return np.zeros(self.doc_count, np.float32)
        return np.asarray(column.values, np.float32)[column.codes]

    @cached_property
    def _texts(self) -> tuple[memoryview, np.ndarray]:
        data = self._file(f"{self.id}.texts{W3Codec.COLUMN_EXT}")
        size = 8 * (self.doc_count + 1)
        return data, np.frombuffer(data, "<u8", self.doc_count + 1, len(data) - size)

    def texts_bytes(self, docnum: int) -> bytes:
        data, starts = self._texts
        return bytes(data[int(starts[docnum]) : int(starts[docnum + 1])])

    def texts(self, docnum: int) -> Any:
        """Return what a hit shows of a document."""
        return unpack_texts(self.texts_bytes(docnum))

    # Terms

    def term_number(self, field: str, term: str) -> int:
        """Return a term's place in the field's dictionary; -1 if it is not there."""
        arrays = self.fields.get(field)
        if arrays is None:
            return -1
        key = term.encode()
        number = self._bisect(arrays, key)
        return number if number < _term_count(arrays) and _key(arrays, number) == key else -1

    def prefix_range(self, field: str, prefix: str) -> range:
        """Return the places of the terms that start with a prefix."""
        arrays = self.fields.get(field)
        if arrays is None:
            return range(0)
        key = prefix.encode()
        return range(self._bisect(arrays, key), self._bisect(arrays, key + b"\xff"))

    @staticmethod
    def _bisect(arrays: FieldArrays, key: bytes) -> int:
        return bisect_left(range(_term_count(arrays)), key, key=lambda n: _key(arrays, n))

    def term(self, field: str, number: int) -> str:
        return _key(self.fields[field], number).decode()

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents and weights of a term (deleted documents included)."""
        number = self.term_number(field, term)
        return EMPTY if number < 0 else self.postings_at(field, number)

    def postings_at(self, field: str, number: int) -> Postings:
        arrays = self.fields[field]
        start, end = int(arrays.starts[number]), int(arrays.starts[number + 1])
        return Postings(
            arrays.ids[start:end].astype(np.int64),
            arrays.weights[start:end].astype(np.float32) / WEIGHT_STEP,
        )

    def positions(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Return (documents, places) of every occurrence of a term, in order; none in a field
        that keeps no positions."""
        number = self.term_number(field, term)
        if number < 0 or not self.fields[field].has_positions:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        arrays = self.fields[field]
        start, end = int(arrays.starts[number]), int(arrays.starts[number + 1])
        begin, stop = int(arrays.pos_starts[number]), int(arrays.pos_starts[number + 1])
        docs = np.repeat(arrays.ids[start:end], arrays.counts[start:end])
        return docs.astype(np.int64), arrays.positions[begin:stop].astype(np.int64)

    def languages(self) -> list[str]:
        """Return the language codes in which documents of the segment are indexed."""
        return [name[5:] for name in self.fields if name.startswith("stem_")]


def _term_count(arrays: FieldArrays) -> int:
    return max(len(arrays.key_ends) - 1, 0)


def _key(arrays: FieldArrays, number: int) -> bytes:
    return arrays.keys[int(arrays.key_ends[number]) : int(arrays.key_ends[number + 1])].tobytes()
