"""Inspection: what is wrong inside a segment, array by array, and what a search of it answers."""

from collections.abc import Iterator

import numpy as np

from search.analysis.analyzer import UNKNOWN, analyze
from search.engine.codec import SLOT_SHIFT, FieldArrays, sizes
from search.engine.columns import ColumnValues
from search.engine.query import Query
from search.engine.ranking import rank
from search.engine.segment import Segment
from search.engine.snapshot import Snapshot

SAMPLES = 5  # documents of each segment that are searched for by their own words
SAMPLE_WORDS = 4
_WITH_POSITIONS = ("stem_", "auto")  # fields that phrases, closeness and search fields ask


def segment_faults(segment: Segment) -> Iterator[str]:
    """Yield what is wrong with the contents of a segment; reads every posting and every text."""
    for name, arrays in segment.fields.items():
        try:
            for fault in _field_faults(segment, name, arrays):
                yield f"{segment.id}: {name}: {fault}"
        except Exception as error:  # noqa: BLE001 (damaged bytes fail in any way at all)
            yield f"{segment.id}: {name}: {error!r}"
    for name in segment.column_names():
        try:
            fault = _column_fault(segment.column(name), segment.doc_count)
        except Exception as error:  # noqa: BLE001
            fault = repr(error)
        if fault:
            yield f"{segment.id}: {name}: {fault}"
    try:
        for number in range(segment.doc_count):
            segment.texts(number)
    except Exception as error:  # noqa: BLE001
        yield f"{segment.id}: texts: {error!r}"


def _field_faults(segment: Segment, name: str, arrays: FieldArrays) -> Iterator[str]:
    terms = len(arrays.key_ends) - 1
    keys = [segment.term(name, number) for number in range(terms)]
    if any(left >= right for left, right in zip(keys, keys[1:], strict=False)):
        # UTF-8 sorts like code points, so the dictionary's order shows in the texts as well.
        yield "the terms are not in order"
    counts = sizes(arrays.starts)
    if len(counts) != terms or int(arrays.starts[-1]) != len(arrays.ids):
        yield "terms and postings do not fit"
        return
    if (counts <= 0).any():
        yield "a term without documents"
    if len(arrays.weights) != len(arrays.ids):
        yield "postings and weights do not fit"
    if len(arrays.ids) and int(arrays.ids.max()) >= segment.doc_count:
        yield "a document that there is not"
    falling = np.flatnonzero(np.diff(arrays.ids.astype(np.int64)) <= 0) + 1
    if not np.isin(falling, arrays.starts).all():
        yield "documents out of order"
    if name.startswith(_WITH_POSITIONS) and terms and not arrays.has_positions:
        yield "no positions"
    if arrays.has_positions:
        yield from _position_faults(segment, arrays, terms)


def _position_faults(segment: Segment, arrays: FieldArrays, terms: int) -> Iterator[str]:
    if len(arrays.counts) != len(arrays.ids) or len(arrays.pos_starts) != terms + 1:
        yield "postings and positions do not fit"
        return
    ends = np.append(0, np.cumsum(arrays.counts.astype(np.int64)))
    if int(ends[-1]) != len(arrays.positions) or not np.array_equal(
        ends[arrays.starts.astype(np.int64)], arrays.pos_starts.astype(np.int64)
    ):
        yield "positions out of place"
    slots = np.unique(arrays.positions >> SLOT_SHIFT)
    if not np.isin(slots, list(segment.slots.values())).all():
        yield "a search field that there is not"


def _column_fault(column: ColumnValues, doc_count: int) -> str:
    if len(column) != doc_count:
        return f"{len(column)} rows for {doc_count} documents"
    if len(column.codes) and not -1 <= int(column.codes.min()) <= int(column.codes.max()) < max(
        len(column.values), 0
    ):
        return "a value that there is not"
    return ""


def sample_faults(snapshot: Snapshot) -> Iterator[str]:
    """Yield what goes wrong when documents of each segment are searched for by their own words."""
    for base, segment in snapshot:
        live = np.flatnonzero(snapshot.live[base : base + segment.doc_count])
        chosen = live[np.linspace(0, len(live) - 1, min(SAMPLES, len(live))).astype(int)]
        for number in chosen.tolist():
            if fault := document_fault(snapshot, base + number):
                yield f"{segment.id}: {fault}"


def document_fault(snapshot: Snapshot, doc: int) -> str:
    """Search for a document by some words of its own; return what went wrong, "" if nothing."""
    query = ""
    try:
        texts = (snapshot.texts(doc) or {}).get("texts", [])
        words: list[str] = next((text.split() for _slot, text in texts if text.split()), [])
        query = " ".join(words[:SAMPLE_WORDS])
        if not query:
            return ""
        asked = Query(query, (" ".join(words[:2]),)) if len(words) > 1 else Query(query)
        rank(snapshot, asked, allowed=snapshot.live)
        found = rank(snapshot, Query(query), allowed=snapshot.live)
    except Exception as error:  # noqa: BLE001 (whatever it is, a reader would meet it as well)
        return f"searching for {query!r}: {error!r}"
    held = [forms.exact for _, forms, is_run in analyze(query, UNKNOWN) if not is_run]
    if any(held) and not found.mask[doc]:
        return f"searching for {query!r} does not find the document that begins with it"
    return ""
