"""Random histories of an index against a plain model of what each query has to find.

Pages come, change, change their language, are unpublished; segments merge; writers crash; the index
is rebuilt. After every step the index must be sound, and queries of every kind must find exactly
what a dictionary of words says.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from search.engine import matching, prefixes, writer
from search.engine.filters import Equal
from search.engine.index import BuildingIndex
from search.engine.inspection import sample_faults, segment_faults
from search.engine.snapshot import Snapshot, SnapshotCache
from search.engine.storage import IndexFolder
from search.engine.writer import Document, Text
from tests.search.engines import find, write

# No two of them share a stem or their first letters, in any language.
WORDS = ("kurka", "zeppelin", "dromader", "wi-fi", "iso 27001", "umowa_v2.docx")
LANGUAGES = ("pl", "en", "de", "")
NAMES = st.sampled_from([str(n) for n in range(8)])
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple)
PAGES = st.tuples(TEXTS, TEXTS, st.sampled_from(LANGUAGES))
Page = tuple[tuple[str, ...], tuple[str, ...], str]  # words of the title, of the body; language


def document(name: str, page: Page) -> Document:
    title, body, language = page
    texts = [Text("title", " ".join(title), "title"), Text("body", " ".join(body))]
    columns = {"_pk": name, "_root": "test.post", "_models": ["test.post"], "lang": language}
    return Document(f"test.post:{name}", texts, texts[:1], columns, language, {"title": name})


class Crash(Exception):
    """Stands for a process that dies."""


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = IndexFolder(Path(self._temporary.name) / "index")
        self.folder.make_live(self.folder.new_build({"models": ["test.post"]}))
        self.cache = SnapshotCache(self.folder)  # a reader that lives through it all
        self.pages: dict[str, Page] = {}

    def teardown(self) -> None:
        self._temporary.cleanup()

    def _write(self, pages: dict[str, Page], gone: tuple[str, ...] = ()) -> None:
        write(self.folder, [document(name, page) for name, page in pages.items()], gone)

    @rule(pages=st.dictionaries(NAMES, PAGES, min_size=2, max_size=4))
    def publish_or_update(self, pages: dict[str, Page]) -> None:
        self._write(pages)
        self.pages |= pages

    @rule(name=NAMES, language=st.sampled_from(LANGUAGES))
    def change_language(self, name: str, language: str) -> None:
        if name in self.pages:
            title, body, _ = self.pages[name]
            self.publish_or_update({name: (title, body, language)})

    @rule(names=st.sets(NAMES, min_size=1, max_size=4))
    def unpublish_or_delete(self, names: set[str]) -> None:
        self._write({}, tuple(names))
        self.pages = {n: page for n, page in self.pages.items() if n not in names}

    @rule(name=NAMES, page=PAGES, where=st.sampled_from(["_commit_toc", "_finalize_segment"]))
    def crash(self, name: str, page: Page, where: str) -> None:
        with patch.object(writer.IndexWriter, where, side_effect=Crash), pytest.raises(Crash):
            self._write({name: page})

    @rule(chance=st.integers(0, 3))
    def rebuild(self, chance: int) -> None:
        if chance:  # merges have more to tell
            return
        build = self.folder.new_build({"models": ["test.post"]})
        building = BuildingIndex(None, build)
        building.add_documents(document(name, page) for name, page in self.pages.items())
        building.commit()
        with self.folder.writing():
            self.folder.make_live(build)

    @invariant()
    def is_sound(self) -> None:
        snapshot = self.cache.current()
        assert not snapshot.missing
        assert [fault for s in snapshot.segments for fault in segment_faults(s)] == []
        assert list(sample_faults(snapshot)) == []
        assert snapshot.count == len(self.pages)

    @invariant()
    def holds_no_dead_words(self) -> None:
        for _base, segment in self.cache.current():
            if not len(segment._deleted):
                held = {
                    segment.term("key", n) for n in range(len(segment.fields["key"].starts) - 1)
                }
                assert len(held) == segment.doc_count

    @invariant()
    def every_query_finds_what_the_model_says(self) -> None:
        snapshot = self.cache.current()
        for word in WORDS:
            anywhere = self._named(lambda page, w=word: w in page[0] or w in page[1])
            in_title = self._named(lambda page, w=word: w in page[0])
            assert set(find(snapshot, word)) == anywhere
            in_field = matching.match_text(snapshot, word, slots=frozenset(["title"]))
            assert _names(snapshot, in_field.mask) == in_title
            started = prefixes.match_prefixes(snapshot, word[:4].rstrip("-_ "))
            assert _names(snapshot, started.mask) == in_title
            left_out = set(find(snapshot, f'{" ".join(WORDS)} -"{word}"'))
            assert left_out == set(self.pages) - anywhere
        for first, second in zip(WORDS, WORDS[1:], strict=False):
            either = self._named(lambda p, f=first, s=second: {f, s} & {*p[0], *p[1]})
            assert set(find(snapshot, f"{first} {second}")) == either
            beside = self._named(lambda p, f=first, s=second: _beside(p, f, s))
            quoted = matching.match_phrase(snapshot, f"{first} {second}")
            assert _names(snapshot, quoted.mask) == beside
        for language in LANGUAGES:
            mask = Equal("lang", language).mask(snapshot)
            assert _names(snapshot, mask) == self._named(lambda p, c=language: p[2] == c)

    def _named(self, holds: Callable[[Page], Any]) -> set[str]:
        return {name for name, page in self.pages.items() if holds(page)}


def _names(snapshot: Snapshot, mask: np.ndarray) -> set[str]:
    return {str(snapshot.value("_pk", n)) for n in np.flatnonzero(mask & snapshot.live).tolist()}


def _beside(page: Page, first: str, second: str) -> bool:
    return any(
        (first, second) in zip(words, words[1:], strict=False) for words in (page[0], page[1])
    )


@pytest.fixture(autouse=True)
def merges_are_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MAX_SMALL_SEGMENTS", 3)
    monkeypatch.setattr("search.engine.storage.sync_folder", lambda path: None)


def test_histories() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            phases=[Phase.generate],  # shrinking takes minutes: set Phase.shrink when it fails
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
