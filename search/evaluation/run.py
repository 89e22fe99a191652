"""Runs a test collection through a throw-away index with the product's own analysis and ranking."""

import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from search.engine.index import BuildingIndex
from search.engine.query import Query
from search.engine.ranking import best_documents, rank
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexFolder
from search.engine.writer import Document, Text
from search.evaluation.collection import Collection, Row
from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank

DEPTH = 100


@dataclass
class Report:
    """What `search_eval` prints."""

    documents: int
    queries: int
    ndcg_at_10: float
    mrr_at_10: float
    recall_at_100: float
    zero_result_share: float
    documents_per_second: float
    p50_ms: float
    p95_ms: float
    index_mb: float
    peak_memory_mb: int

    def as_dict(self) -> dict[str, Any]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def document_of_row(row: Row) -> Document:
    """Return the document of a line of docs.jsonl, as a page with a title and a body."""
    texts = [Text("title", row.title, "title"), Text("body", row.text)]
    return Document(
        f"evaluation.row:{row.id}",
        texts=texts,
        autocomplete=texts[:1],
        columns={"_pk": row.id, "kind": "row"},
        language=row.language,
        shown={"title": texts[0].text},
    )


def build(folder: Path, documents: Iterable[Document]) -> Snapshot:
    """Index documents into an empty folder and open the result."""
    place = IndexFolder(folder)
    made = place.new_build({})
    index = BuildingIndex(None, made)
    index.add_documents(documents)
    index.commit()
    place.make_live(made)
    return snapshots(folder).current()


def top(snapshot: Snapshot, text: str, depth: int = DEPTH) -> list[str]:
    """Return the ids of the best documents for a query."""
    ranking = rank(snapshot, Query.parse(text), allowed=snapshot.live)
    best = best_documents(ranking.mask & snapshot.live, ranking.scores, depth)
    return [str(snapshot.value("_pk", d)) for d in best.tolist()]


def evaluate(
    collection: Collection,
    progress: Callable[[Iterable[Any], str], Iterable[Any]] = lambda items, _: items,
) -> Report:
    """Build, ask every query, measure."""
    with TemporaryDirectory(prefix="search-eval-") as folder:
        started = time.perf_counter()
        rows = progress(collection.documents, "documents")
        snapshot = build(Path(folder) / "index", (document_of_row(row) for row in rows))
        seconds = time.perf_counter() - started
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
        return _measured(collection, snapshot, seconds, size, progress)


def _measured(
    collection: Collection,
    snapshot: Snapshot,
    seconds: float,
    size: int,
    progress: Callable[[Iterable[Any], str], Iterable[Any]],
) -> Report:
    times: list[float] = []
    sums = np.zeros(3)
    empty = 0
    top(snapshot, next(iter(collection.queries.values())))  # opens what is opened once
    for query, text in progress(list(collection.queries.items()), "queries"):
        started = time.perf_counter()
        ranked = top(snapshot, text)
        times.append(1000 * (time.perf_counter() - started))
        empty += not ranked
        judged = collection.judgements[query]
        sums += (ndcg(ranked, judged), reciprocal_rank(ranked, judged), recall(ranked, judged))
    count = len(collection.queries)
    gain, rank_, found = (sums / count).tolist()
    return Report(
        len(collection.documents),
        count,
        gain,
        rank_,
        found,
        empty / count,
        len(collection.documents) / seconds,
        percentile(times, 0.5),
        percentile(times, 0.95),
        size / 1e6,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
