"""Columns: one value (or a list of values) per document, read whole as numpy arrays.

A column answers filters, facets and sorting without touching documents or database rows. Numbers
are kept as they are; everything else is replaced by its rank in the sorted list of distinct values.
"""

import datetime
import json
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from whoosh import columns

Value = str | int | float | None
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_HEADER = struct.Struct("!4sI")
_NO_INT = np.iinfo(np.int64).min


def plain_value(value: Any) -> Any:
    """Return a value as columns hold it: dates and times as microseconds UTC, ids as text or int."""
    if value is None or type(value) in (str, int, float):
        return value
    if isinstance(value, Enum):
        return plain_value(value.value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.UTC)
        return (value - _EPOCH) // datetime.timedelta(microseconds=1)
    if isinstance(value, datetime.date):
        return (value - _EPOCH.date()).days * 86_400_000_000
    if isinstance(value, datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID):
        return str(value)
    if hasattr(value, "_meta"):
        return plain_value(value.pk)
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, default=str)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain_value(item) for item in value]
    return value if isinstance(value, int | float) else str(value)


class ColumnValues:
    """The values of one column for the documents of one segment, ready for vector operations."""

    def __init__(
        self, codes: np.ndarray, values: Sequence[Value] | np.ndarray, starts: np.ndarray | None
    ):
        self.codes = codes  # rank of the value in `values`; -1 = none
        self.values = values  # distinct values, sorted
        self.starts = starts  # multi-valued: codes[starts[i]:starts[i + 1]] belong to document i

    @property
    def is_multiple(self) -> bool:
        return self.starts is not None

    def __len__(self) -> int:
        return len(self.codes) if self.starts is None else len(self.starts) - 1

    def __getitem__(self, docnum: int) -> Any:
        """Return the document's value; a list for a multi-valued column."""
        if self.starts is not None:
            codes = self.codes[self.starts[docnum] : self.starts[docnum + 1]]
            return [self._value(c) for c in codes.tolist()]
        code = self.codes[docnum]
        return None if code < 0 else self._value(code)

    def _value(self, code: int) -> Value:
        value = self.values[code]
        return value.item() if isinstance(value, np.generic) else value

    @cached_property
    def rank(self) -> dict[Value, int]:
        values = self.values.tolist() if isinstance(self.values, np.ndarray) else self.values
        return {value: i for i, value in enumerate(values)}

    @cached_property
    def owners(self) -> np.ndarray:
        """The document of every entry of `codes` (multi-valued columns)."""
        assert self.starts is not None
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def mask_of(self, chosen: np.ndarray) -> np.ndarray:
        """Return the documents (as booleans) with a value whose rank is marked in `chosen`."""
        padded = np.append(chosen, False)  # rank -1 = no value
        hits = padded[self.codes]
        if self.starts is None:
            return hits
        mask = np.zeros(len(self), bool)
        mask[self.owners[hits]] = True
        return mask

    @cached_property
    def is_null(self) -> np.ndarray:
        if self.starts is None:
            return self.codes < 0
        return np.diff(self.starts) == 0

    def frequencies(self, docs: np.ndarray) -> np.ndarray:
        """Return how many of the documents (booleans) hold each value, by its rank."""
        codes = self.codes[docs] if self.starts is None else self.codes[docs[self.owners]]
        return np.bincount(codes[codes >= 0], minlength=len(self.values))

    def comparable(self, value: Value) -> tuple[int, int]:
        """Return the ranks of the values that a value can be compared with: from, to before."""
        # Numbers sort before text in a column that holds both.
        if isinstance(self.values, np.ndarray):
            return (0, 0) if isinstance(value, str) else (0, len(self.values))
        texts = bisect_left(self.values, True, key=lambda v: isinstance(v, str))
        return (texts, len(self.values)) if isinstance(value, str) else (0, texts)

    def beginning_with(self, prefix: str) -> tuple[int, int]:
        """Return the ranks of the texts with this beginning: from, to before."""
        start, end = self.comparable("")
        first = bisect_left(self.values, prefix, start, end)
        return first, bisect_left(self.values, prefix + "\U0010ffff", first, end)

    def counts(self, docs: np.ndarray) -> dict[Value, int]:
        """Return how many of the documents (booleans) hold each value; None counts the empty."""
        found = self.frequencies(docs)
        present = np.flatnonzero(found)
        if isinstance(self.values, np.ndarray):
            values: list[Value] = self.values[present].tolist()
        else:
            values = [self.values[rank] for rank in present.tolist()]
        counts = dict(zip(values, found[present].tolist(), strict=True))
        if missing := int(np.count_nonzero(self.is_null & docs)):
            counts[None] = missing
        return counts


def empty_column(doc_count: int) -> ColumnValues:
    """Return the column of a segment in which no document has a value."""
    return ColumnValues(np.full(doc_count, -1, np.int32), [], None)


def sort_key(value: Value) -> tuple[bool, Any]:
    """Return the order of values in a column: numbers before text."""
    return (isinstance(value, str), value)


def encode_column(rows: list[Any]) -> bytes:
    """Return the bytes of a column; a row is a value, a list of values or None."""
    # Each distinct value is stored once, in order; rows hold its rank. Filters and sorting then
    # compare small numbers. Rows with several values stand one behind the other in `flat`, and
    # `starts` says where each row begins.
    multiple = any(isinstance(row, list) for row in rows)
    if multiple:
        lists = [row if isinstance(row, list) else [] if row is None else [row] for row in rows]
        lists = [list(dict.fromkeys(v for v in row if v is not None)) for row in lists]
        starts = np.zeros(len(rows) + 1, "<u4")
        np.cumsum([len(row) for row in lists], out=starts[1:])
        flat: list[Any] = [v for row in lists for v in row]
    else:
        flat, starts = rows, np.zeros(0, "<u4")
    distinct = sorted({v for v in flat if v is not None}, key=sort_key)
    rank = {v: i for i, v in enumerate(distinct)}
    codes = np.fromiter((-1 if v is None else rank[v] for v in flat), "<i4", len(flat))
    if distinct and all(type(v) is int and abs(v) < 2**62 for v in distinct):
        kind, values = b"i", np.array(distinct, "<i8").tobytes()
    else:
        kind, values = b"j", zlib.compress(json.dumps(distinct).encode(), 1)
    head = json.dumps([kind.decode(), len(values), len(codes), len(starts)]).encode()
    return b"".join(
        [_HEADER.pack(b"COL1", len(head)), head, values, codes.tobytes(), starts.tobytes()]
    )


def decode_column(data: memoryview) -> ColumnValues:
    """Return the column written by `encode_column`."""
    magic, length = _HEADER.unpack(data[: _HEADER.size])
    if magic != b"COL1":
        raise ValueError("not a column")
    at = _HEADER.size
    kind, value_bytes, code_count, start_count = json.loads(bytes(data[at : at + length]))
    at += length
    raw = data[at : at + value_bytes]
    values = np.frombuffer(raw, "<i8") if kind == "i" else json.loads(zlib.decompress(raw))
    at += value_bytes
    codes = np.frombuffer(data, "<i4", code_count, at).astype(np.int32)
    at += 4 * code_count
    starts = np.frombuffer(data, "<u4", start_count, at).astype(np.int64) if start_count else None
    return ColumnValues(codes, values, starts)


class ValuesColumn(columns.Column):
    """Whoosh column type: collects the rows of a segment and writes them with `encode_column`."""

    _default = None

    class Writer(columns.ColumnWriter):
        def __init__(self, dbfile: Any):
            super().__init__(dbfile)
            self.rows: list[Any] = []

        def add(self, docnum: int, value: Any) -> None:
            self.rows.extend([None] * (docnum - len(self.rows)))
            self.rows.append(value)

        def finish(self, docnum: int) -> None:
            self.rows.extend([None] * (docnum - len(self.rows)))
            self._dbfile.write(encode_column(self.rows))


class TextsColumn(columns.Column):
    """Whoosh column type: one compressed JSON object per document (what a hit shows)."""

    _default = None

    class Writer(columns.ColumnWriter):
        def __init__(self, dbfile: Any):
            super().__init__(dbfile)
            self.starts = [0]

        def add(self, docnum: int, value: Any) -> None:
            self.starts.extend([self.starts[-1]] * (docnum + 1 - len(self.starts)))
            data = value if isinstance(value, bytes) else pack_texts(value)
            self._dbfile.write(data)
            self.starts.append(self.starts[-1] + len(data))

        def finish(self, docnum: int) -> None:
            self.starts.extend([self.starts[-1]] * (docnum + 1 - len(self.starts)))
            self._dbfile.write(np.array(self.starts, "<u8").tobytes())


def pack_texts(value: Any) -> bytes:
    """Return the bytes of one row of a `TextsColumn`."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpack_texts(data: bytes | memoryview) -> Any:
    """Return the object packed by `pack_texts`; None for an empty row."""
    return json.loads(zlib.decompress(data)) if len(data) else None
