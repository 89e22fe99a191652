"""Writing: documents become a Whoosh segment, and a commit makes it part of the index at once."""

import mmap
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import COLUMN
from whoosh.index import clean_files
from whoosh.writing import SegmentWriter

from search.analysis.analyzer import UNKNOWN, analyze, language_code
from search.analysis.detection import detect_language
from search.engine.codec import SLOT_SHIFT, ArrayCodec, SegmentPool
from search.engine.columns import ValuesColumn
from search.engine.contents import INDEX_NAME, Contents
from search.engine.scoring import LENGTH_WEIGHTS, ROLE_WEIGHTS
from search.engine.segment import Segment
from search.engine.storage import Build, sync_folder

MAX_POSITION = (1 << SLOT_SHIFT) - 1
SHOWN_TEXT = 200_000  # characters of one field kept for highlights
NGRAMS = range(1, 16)
SMALL_SEGMENT = 2000  # documents: larger segments are only replaced by a rebuild
MAX_SMALL_SEGMENTS = 12


@dataclass
class Text:
    """One piece of searchable text of a document."""

    slot: str  # the search field it comes from
    text: str
    role: str = "body"  # one of ROLE_WEIGHTS
    weight: float | None = None  # an explicit boost instead of the role's weight


@dataclass
class Document:
    """What the index holds of one object."""

    key: str  # unique in the index
    texts: list[Text] = field(default_factory=list)
    autocomplete: list[Text] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    language: str = ""  # "" = detect
    shown: dict[str, Any] = field(default_factory=dict)  # kept for hits besides the texts


class _Index:
    """What Whoosh's SegmentWriter asks of an index."""

    indexname = INDEX_NAME

    def __init__(self, build: Build):
        self.storage = build.storage
        self._read_toc = build.toc


class IndexWriter(SegmentWriter):
    """Whoosh's SegmentWriter with array postings; the caller holds the index's write lock."""

    def __init__(self, build: Build):
        self.build = build
        super().__init__(_Index(build), codec=ArrayCodec(), _lk=False, compound=True)
        self.pool = SegmentPool()

    def add(self, document: Document) -> None:
        """Add a document; one with the same key must have been deleted before."""
        docnum = self.docnum
        language = language_code(document.language) if document.language else ""
        if language in ("", UNKNOWN):
            sample = " ".join(t.text[:1000] for t in document.texts)[:4000]
            language = language or detect_language(sample, default=UNKNOWN)
        length = self._add_texts(docnum, document.texts, language)
        self._add_autocomplete(docnum, document.autocomplete)
        self.pool.field("key").add(docnum, {document.key: 1})
        shown = [[t.slot, t.text[:SHOWN_TEXT]] for t in document.texts if t.text]
        self.perdocwriter.start_doc(docnum)
        self._add_column("texts", {**document.shown, "language": language, "texts": shown})
        self._add_column("length", length)
        # The facet tells languages apart that share the neutral analyzer.
        self._add_column(column_name("language"), document.language.lower() or language)
        for name, value in document.columns.items():
            if value is not None and name != "language":
                self._add_column(column_name(name), value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _add_column(self, name: str, value: Any) -> None:
        if name not in self.schema:
            self.schema.add(name, COLUMN(ValuesColumn()))
        self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)

    def _add_texts(self, docnum: int, texts: Iterable[Text], language: str) -> int:
        """Add the words of all texts and return the document's weighted length in words."""
        exact: dict[str, float] = {}
        stems: dict[str, float] = {}
        prefixes: dict[str, float] = {}
        positions: dict[str, list[int]] = {}
        length = 0.0
        for text in texts:
            weight = ROLE_WEIGHTS.get(text.role, 1.0) if text.weight is None else text.weight
            place = self.pool.slot(text.slot) << SLOT_SHIFT
            words = 0
            for position, forms, is_run in analyze(text.text, language):
                exact[forms.exact] = exact.get(forms.exact, 0.0) + weight
                if is_run:
                    continue
                stem = forms.stem
                stems[stem] = stems.get(stem, 0.0) + weight
                here = place | min(position, MAX_POSITION)
                if stem in positions:
                    positions[stem].append(here)
                else:
                    positions[stem] = [here]
                if forms.prefix:
                    words += 1
                    prefixes[forms.prefix] = prefixes.get(forms.prefix, 0.0) + weight
            length += words * LENGTH_WEIGHTS.get(text.role, 1.0)
        if exact:
            self.pool.field("exact").add(docnum, exact)
            stem_pool = self.pool.field(f"stem_{language}")
            stem_pool.add(docnum, stems)
            stem_pool.add_positions(positions.values())
            self.pool.field(f"prefix_{language}").add(docnum, prefixes)
        return round(length)

    def _add_autocomplete(self, docnum: int, texts: Iterable[Text]) -> None:
        weights: dict[str, float] = {}
        positions: dict[str, list[int]] = {}
        for text in texts:
            place = self.pool.slot(text.slot) << SLOT_SHIFT
            for position, forms, is_run in analyze(text.text, UNKNOWN):
                here = place | min(position, MAX_POSITION)
                whole = forms.exact
                for size in NGRAMS:
                    gram = whole[:size]
                    # A whole word counts more than the start of a longer one.
                    weight = 2.0 if gram == whole else 1.0
                    weights[gram] = max(weights.get(gram, 0.0), weight)
                    if not (is_run and size < 4):
                        positions.setdefault(gram, []).append(here)
                    if size >= len(whole):
                        break
        weights = {gram: w for gram, w in weights.items() if gram in positions}
        if weights:
            pool = self.pool.field("auto")
            pool.add(docnum, weights)
            pool.add_positions(positions[gram] for gram in weights)

    def delete(self, places: Mapping[str, Iterable[int]]) -> int:
        """Delete documents given by number within each segment; return how many were live."""
        deleted = 0
        for segment in self.segments:
            for docnum in places.get(segment.segment_id(), ()):
                if not segment.is_deleted(docnum):
                    segment.delete_document(docnum)
                    deleted += 1
        return deleted

    def add_reader(self, reader: Segment) -> None:
        """Append the live documents of another segment (merging)."""
        base = self.docnum
        live = reader.live_mask()
        docmap = np.full(reader.doc_count, -1, np.int64)
        docmap[live] = base + np.arange(np.count_nonzero(live))
        columns = {name: reader.column(name) for name in reader.column_names()}
        for docnum in np.flatnonzero(live).tolist():
            self.perdocwriter.start_doc(self.docnum)
            self._add_column("texts", reader.texts_bytes(docnum))
            for name, values in columns.items():
                value = values[docnum]
                if value is not None and value != []:
                    self._add_column(name, value)
            self.perdocwriter.finish_doc()
            self.docnum += 1
        slots = np.zeros(256, np.int64)
        for name, number in reader.slots.items():
            slots[number] = self.pool.slot(name)
        for name, arrays in reader.fields.items():
            self.pool.field(name).add_arrays(arrays, docmap, slots)
        self._added = True

    def commit_changes(self, merge: bool = True) -> None:
        """Write the segment and publish it; small segments are merged when there are many."""
        self.commit(mergetype=_merge_small if merge else None, merge=False)

    def _commit_toc(self, segments: list[Any]) -> None:
        # Whoosh never calls fsync: after a power cut its table of contents could name segments
        # that were not yet on the disk.
        folder = Path(self.build.path)
        written = folder / self.newsegment.make_filename(self.newsegment.COMPOUND_EXT)
        if written.exists():
            with open(written, "rb") as file:
                os.fsync(file.fileno())
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    self.newsegment.file_size = len(data)
                    self.newsegment.checksum = zlib.crc32(data)
        Contents(self.generation, self.schema, segments).write(folder)
        sync_folder(folder)
        clean_files(self.storage, INDEX_NAME, self.generation, segments)
        self._sweep(folder)

    def _sweep(self, folder: Path) -> None:
        # Drafts of tables of contents that a killed writer left; Whoosh never removes them.
        for path in folder.glob(f"_{INDEX_NAME}_*.toc.*"):
            path.unlink(missing_ok=True)


def column_name(name: str) -> str:
    """Return the Whoosh field of a column; "f_" keeps model fields apart from our own."""
    return f"f_{name}"


def _merge_small(writer: IndexWriter, segments: list[Any]) -> list[Any]:
    """Whoosh merge policy: when many small segments have gathered, make one of them."""
    small = [s for s in segments if s.doc_count() <= SMALL_SEGMENT]
    empty = [s for s in segments if not s.doc_count()]
    if len(small) < MAX_SMALL_SEGMENTS:
        return [s for s in segments if s not in empty]
    # Leave the largest out as long as the rest is much smaller, so that a document is rewritten
    # only a few times in its life (tiered merging).
    small.sort(key=lambda s: s.doc_count())
    chosen: list[Any] = []
    total = 0
    for segment in small:
        if len(chosen) >= MAX_SMALL_SEGMENTS // 2 and segment.doc_count() > total:
            break
        chosen.append(segment)
        total += segment.doc_count()
    for segment in segments:  # in the order of the index
        if segment in chosen and segment.doc_count():
            writer.add_reader(Segment(writer.build.path, segment))
    return [s for s in segments if s not in chosen and s not in empty]
