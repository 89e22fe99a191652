"""Runs a test collection through a throw-away index with the search that readers use."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import numpy as np

from search.engine.index import BuildingIndex
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexFolder
from search.engine.writer import Document
from search.evaluation.collection import Collection, Row
from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from search.evaluation.rows import SOURCE, documents_of, names_of, throw_away_database
from search.page.engines.base import Reference
from search.page.engines.whoosh import WhooshEngine
from search.page.request import SearchRequest
from search.page.syntax import parse

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


def build(folder: Path, documents: Iterable[Document]) -> Snapshot:
    """Index documents into an empty folder and open the result."""
    place = IndexFolder(folder)
    made = place.new_build({})
    index = BuildingIndex(None, made)
    index.add_documents(documents)
    index.commit()
    place.make_live(made)
    return snapshots(folder).current()


def no_synonyms(text: str) -> Callable[[str], tuple[str, ...]]:
    """A collection is measured without the synonyms that a house has made for itself."""
    return lambda word: ()


class Searcher:
    """The search that readers use, on the index of a collection; everybody sees everything."""

    def __init__(self, index: Path) -> None:
        self.engine = WhooshEngine(index, lambda: [SOURCE], no_synonyms)

    def found(self, text: str, depth: int = DEPTH) -> Sequence[Reference]:
        """The best documents for a query, with counts, spellings and permission as for a reader."""
        request = SearchRequest(parse(text, {}))  # filters mean nothing to a collection
        reader = SimpleNamespace(pk=0)  # every question is a new request
        return self.engine.find(request, reader, first=0, count=depth).page

    def top(self, text: str, depth: int = DEPTH) -> list[str]:
        """The ids of the best documents for a query."""
        return names_of([reference.pk for reference in self.found(text, depth)])


@contextmanager
def prepared(folder: Path, rows: Iterable[Row]) -> Iterator[Searcher]:
    """Index rows in an empty folder and open them for searching."""
    with throw_away_database(folder / "rows.sqlite3"):
        build(folder / "index", documents_of(rows))
        yield Searcher(folder / "index")


def evaluate(
    collection: Collection,
    progress: Callable[[Iterable[Any], str], Iterable[Any]] = lambda items, _: items,
) -> Report:
    """Build, ask every query, measure."""
    with TemporaryDirectory(prefix="search-eval-") as name:
        folder = Path(name)
        started = time.perf_counter()
        with prepared(folder, progress(collection.documents, "documents")) as searcher:
            seconds = time.perf_counter() - started
            size = sum(f.stat().st_size for f in (folder / "index").rglob("*") if f.is_file())
            return _measured(collection, searcher, seconds, size, progress)


def _measured(
    collection: Collection,
    searcher: Searcher,
    seconds: float,
    size: int,
    progress: Callable[[Iterable[Any], str], Iterable[Any]],
) -> Report:
    times: list[float] = []
    sums = np.zeros(3)
    empty = 0
    searcher.found(next(iter(collection.queries.values())))  # opens what is opened once
    for query, text in progress(list(collection.queries.items()), "queries"):
        started = time.perf_counter()
        found = searcher.found(text)
        times.append(1000 * (time.perf_counter() - started))
        ranked = names_of([reference.pk for reference in found])
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
