"""A snapshot: one generation of the index as this process reads it, shared by all its threads."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from search.engine import scoring
from search.engine.columns import ColumnValues, sort_key
from search.engine.segment import EMPTY, Postings, Segment
from search.engine.storage import Build, IndexDamagedError, IndexFolder, IndexMissingError
from search.engine.writer import column_name

_ATTEMPTS = 5  # a commit or a swap may remove files between reading their names and opening them


class Snapshot:
    """All segments of one commit; documents are numbered through, segment after segment."""

    def __init__(
        self,
        stamp: tuple[str, int],
        segments: list[Segment],
        deleted: list[np.ndarray],
        models: frozenset[str] = frozenset(),
        missing: tuple[str, ...] = (),
    ):
        self.stamp = stamp
        self.models = models  # labels of the models that were indexed as a whole
        self.missing = missing  # what is wrong with segments that are left out of this snapshot
        self.segments = segments
        self.bases = np.cumsum([0, *(s.doc_count for s in segments)]).tolist()
        self.size: int = self.bases[-1]  # documents, deleted ones included
        self.live = np.ones(self.size, bool)
        for base, numbers in zip(self.bases, deleted, strict=False):
            self.live[base + numbers] = False
        self.count = int(np.count_nonzero(self.live))
        self._ranks: dict[str, np.ndarray] = {}
        self._numbers: dict[str, np.ndarray] = {}

    def alone(self, number: int) -> "Snapshot":
        """Return a snapshot of one of the segments only."""
        base, segment = self.bases[number], self.segments[number]
        dead = np.flatnonzero(~self.live[base : base + segment.doc_count])
        return Snapshot(self.stamp, [segment], [dead], self.models)

    def __iter__(self) -> Iterator[tuple[int, Segment]]:
        return zip(self.bases, self.segments, strict=False)

    @cached_property
    def languages(self) -> list[str]:
        return sorted({code for s in self.segments for code in s.languages()})

    @cached_property
    def norms(self) -> np.ndarray:
        lengths = np.concatenate([s.lengths for s in self.segments] or [np.zeros(0, np.float32)])
        average = float(lengths[self.live].mean()) if self.count else 1.0
        return scoring.length_norm(lengths, average)

    def postings(self, field: str, term: str) -> Postings:
        """Return a term's documents and weights over all segments, deleted documents included."""
        found = [(base, s.postings(field, term)) for base, s in self]
        return self._joined([(base, p) for base, p in found if len(p.ids)])

    @staticmethod
    def _joined(found: list[tuple[int, Postings]]) -> Postings:
        if not found:
            return EMPTY
        if len(found) == 1:
            base, only = found[0]
            return Postings(only.ids + base, only.weights) if base else only
        return Postings(
            np.concatenate([p.ids + base for base, p in found]),
            np.concatenate([p.weights for _, p in found]),
        )

    def prefix_postings(self, field: str, prefix: str, limit: int) -> Postings:
        """Return the union of at most `limit` terms per segment that start with a prefix."""
        found = []
        for base, s in self:
            for number in s.prefix_range(field, prefix)[:limit]:
                found.append((base, s.postings_at(field, number)))
        joined = self._joined(found)
        order = np.argsort(joined.ids, kind="stable")
        return Postings(joined.ids[order], joined.weights[order])

    def frequency(self, field: str, term: str) -> int:
        """Return in how many documents a term occurs."""
        total = 0
        for s in self.segments:
            if (n := s.term_number(field, term)) >= 0:
                starts = s.fields[field].starts
                total += int(starts[n + 1]) - int(starts[n])
        return total

    def positions(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Return (documents, places) of a term; a place is a segment's slot << 24 | word."""
        found = [(base, s.positions(field, term)) for base, s in self]
        return (
            np.concatenate([docs + base for base, (docs, _) in found] or [EMPTY.ids]),
            np.concatenate([places for _, (_, places) in found] or [EMPTY.ids]),
        )

    def column_masks(self, name: str, choose: Any) -> np.ndarray:
        """Return the documents for which `choose(column)`, given per segment, holds."""
        name = column_name(name)
        masks = [choose(s.column(name)) for s in self.segments]
        return np.concatenate(masks) if masks else np.zeros(0, bool)

    def column_values(self, name: str) -> np.ndarray:
        """Return a numeric column as floats; NaN where a document has no (single) number."""
        parts = []
        for s in self.segments:
            column = s.column(column_name(name))
            if isinstance(column.values, np.ndarray):
                values = np.append(column.values.astype(float), np.nan)
            else:
                numbers = [v if isinstance(v, int | float) else np.nan for v in column.values]
                values = np.array([*numbers, np.nan], float)
            parts.append(
                np.full(s.doc_count, np.nan) if column.is_multiple else values[column.codes]
            )
        return np.concatenate(parts) if parts else np.zeros(0)

    def whole_numbers(self, name: str) -> np.ndarray:
        """Return a column of whole numbers; 0 where a document has no (single) one."""
        if name not in self._numbers:
            parts = [_whole_numbers(column) for column in self.columns(name)]
            self._numbers[name] = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        return self._numbers[name]

    def locate(self, docnum: int) -> tuple[Segment, int]:
        """Return the segment of a document and its number there."""
        at = int(np.searchsorted(self.bases, docnum, side="right")) - 1
        return self.segments[at], docnum - self.bases[at]

    def value(self, name: str, docnum: int) -> Any:
        segment, number = self.locate(docnum)
        return segment.column(column_name(name))[number]

    def texts(self, docnum: int) -> Any:
        segment, number = self.locate(docnum)
        return segment.texts(number)

    def find(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the live documents with these keys."""
        found = {}
        for key in keys:
            for number in self.postings("key", key).ids.tolist():
                if self.live[number]:
                    found[key] = number
        return found

    @cached_property
    def factors(self) -> np.ndarray | None:
        """Freshness times authority of every document; None if no document declares either."""
        import time

        dates = self.column_values("search_date")
        levels = self.column_values("search_authority")
        if np.isnan(dates).all() and np.isnan(levels).all():
            return None
        ages = (time.time() - dates / 1e6) / 86_400
        return (scoring.freshness(ages) * scoring.authority(levels)).astype(np.float32)

    def columns(self, name: str) -> list[ColumnValues]:
        return [s.column(column_name(name)) for s in self.segments]

    def sort_ranks(self, name: str) -> np.ndarray:
        """Return for every document the rank of its (smallest) value in a column; -1 = no value."""
        if name not in self._ranks:
            columns = self.columns(name)
            values = sorted({v for c in columns for v in c.rank}, key=sort_key)
            rank = {value: i for i, value in enumerate(values)}
            parts = []
            for column in columns:
                ranks = np.array([*(rank[v] for v in column.rank), -1], np.int64)
                if column.starts is None:
                    parts.append(ranks[column.codes])
                else:
                    first = np.full(len(column), -1, np.int64)
                    full = ~column.is_null
                    first[full] = ranks[column.codes[column.starts[:-1][full]]]
                    parts.append(first)
            self._ranks[name] = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        return self._ranks[name]

    def facet(self, name: str, docs: np.ndarray) -> dict[Any, int]:
        """Return how many of the documents (booleans) hold each value of a column."""
        counts: dict[Any, int] = {}
        for (base, segment), column in zip(self, self.columns(name), strict=True):
            part = column.counts(docs[base : base + segment.doc_count])
            for value, count in part.items():
                counts[value] = counts.get(value, 0) + count
        return counts

    def facet_by_start(
        self, name: str, starts: Collection[str], docs: np.ndarray
    ) -> dict[str, int]:
        """Return how many of the documents hold a text that begins with each of `starts`."""
        counts = dict.fromkeys(starts, 0)
        for (base, segment), column in zip(self, self.columns(name), strict=True):
            part = column.frequencies(docs[base : base + segment.doc_count])
            until = np.append(0, np.cumsum(part))
            for start in counts:
                first, end = column.beginning_with(start)
                counts[start] += int(until[end] - until[first])
        return {start: count for start, count in counts.items() if count}


def _whole_numbers(column: ColumnValues) -> np.ndarray:
    if column.is_multiple:
        return np.zeros(len(column), np.int64)
    if isinstance(column.values, np.ndarray):
        values = np.append(column.values, 0)
    else:
        values = np.array([*(v if isinstance(v, int) else 0 for v in column.values), 0], np.int64)
    return values[column.codes]


class SnapshotCache:
    """The current snapshot of an index: opened anew when a commit or a rebuild made a new one.

    Segments that are still part of the index are taken over, so that opening costs only what is
    new; whoever still searches an older snapshot keeps its files mapped. Segments that cannot be
    opened, or at which a search failed, are left out as long as there are others.
    """

    def __init__(self, folder: IndexFolder):
        self.folder = folder
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._segments: dict[tuple[str, str], Segment] = {}
        self._broken: dict[tuple[str, str], str] = {}
        self._pinned = threading.local()

    def current(self) -> Snapshot:
        """Return the newest snapshot; IndexMissingError or IndexDamagedError if there is none."""
        pinned: Snapshot | None = getattr(self._pinned, "snapshot", None)
        if pinned is not None:
            return pinned
        stamp = self.folder.stamp()
        snapshot = self._snapshot
        if snapshot is not None and snapshot.stamp == stamp:
            return snapshot
        with self._lock:
            if self._snapshot is None or self._snapshot.stamp != self.folder.stamp():
                self._snapshot = self._open()
            return self._snapshot

    @contextmanager
    def pinned(self, snapshot: Snapshot) -> Iterator[None]:
        """Let this thread search one snapshot, whatever is current."""
        self._pinned.snapshot = snapshot
        try:
            yield
        finally:
            self._pinned.snapshot = None

    def leave_out(self, build: str, broken: Mapping[str, str]) -> None:
        """Answer without these segments (id: what is wrong) until a rebuild replaces them."""
        with self._lock:
            self._broken |= {(build, segment): fault for segment, fault in broken.items()}
            self._snapshot = None

    def _open(self) -> Snapshot:
        error: Exception | None = None
        for attempt in range(_ATTEMPTS):
            name = self.folder.live_name()
            if not name:
                raise IndexMissingError(str(self.folder.path))
            try:
                return self._open_build(Build(self.folder.path / name), attempt == _ATTEMPTS - 1)
            except Exception as caught:  # noqa: BLE001 (a damaged file fails in any way at all)
                error = caught
        raise IndexDamagedError(f"{self.folder.path}: {error!r}") from error

    def _open_build(self, build: Build, is_lenient: bool) -> Snapshot:
        toc = build.toc()
        segments, deleted, kept = [], [], {}
        self._broken = {key: fault for key, fault in self._broken.items() if key[0] == build.name}
        missing = dict(self._broken)
        for info in toc.segments:
            key = (build.name, info.segment_id())
            if key in missing:
                continue
            try:
                kept[key] = self._segments.get(key) or Segment(Path(build.path), info)
            except Exception as error:
                if not is_lenient:
                    raise
                missing[key] = f"{info.segment_id()}: {error!r}"
                continue
            segments.append(kept[key])
            deleted.append(np.fromiter(info.deleted_docs(), np.int64))
        if missing and not segments:
            raise IndexDamagedError("; ".join(missing.values()))
        self._segments = kept
        models = frozenset(build.meta().get("models", ()))
        stamp = (build.name, toc.generation)
        return Snapshot(stamp, segments, deleted, models, tuple(missing.values()))


_caches: dict[str, SnapshotCache] = {}


def snapshots(path: str | Path) -> SnapshotCache:
    """Return the process-wide cache of an index (backends are built anew on every call)."""
    key = str(Path(path).absolute())
    return _caches.get(key) or _caches.setdefault(key, SnapshotCache(IndexFolder(key)))
