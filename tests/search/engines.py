"""Plain indexes for tests that need no database."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from search.engine.index import apply
from search.engine.ranking import Ranking, rank
from search.engine.snapshot import Snapshot, SnapshotCache
from search.engine.storage import IndexFolder
from search.engine.writer import Document, Text
from search.page.engines.wording import engine_query
from search.page.syntax import parse


def make_document(key: str, title: str, body: str = "", **fields: object) -> Document:
    language = str(fields.pop("language", "pl"))
    texts = [Text("title", title, "title"), Text("body", body)]
    columns = {"_pk": key, "_root": "test.post", "_models": ["test.post"], **fields}
    return Document(f"test.post:{key}", texts, texts[:1], columns, language, {"title": title})


def make_index(path: Path, documents: Iterable[Document] = ()) -> IndexFolder:
    folder = IndexFolder(path)
    folder.make_live(folder.new_build({"models": ["test.post"]}))
    write(folder, documents)
    return folder


def write(folder: IndexFolder, documents: Iterable[Document], deleted: Iterable[str] = ()) -> None:
    with folder.writing():
        apply(folder.live(), list(documents), [f"test.post:{key}" for key in deleted])


def read(folder: IndexFolder) -> Snapshot:
    """Open the index as another process would: without anything remembered."""
    return SnapshotCache(folder).current()


def ranked(snapshot: Snapshot, typed: str) -> Ranking:
    """Rank what somebody types, taken apart as on the search page."""
    return rank(snapshot, engine_query(parse(typed, {})), allowed=snapshot.live)


def find(folder_or_snapshot: IndexFolder | Snapshot, typed: str) -> list[str]:
    """Return the keys found, best first."""
    found = folder_or_snapshot
    snapshot = read(found) if isinstance(found, IndexFolder) else found
    ranking = ranked(snapshot, typed)
    docs = np.flatnonzero(ranking.mask & snapshot.live)
    ordered = docs[np.lexsort((docs, -ranking.scores[docs]))]
    return [str(snapshot.value("_pk", d)) for d in ordered.tolist()]
