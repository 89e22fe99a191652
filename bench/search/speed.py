"""Speed of the search that readers use, and of straightforward Whoosh on the same documents.

    python -m bench.search.speed --documents 10000 100000 [--collection DIR] [--plain-whoosh 10000]

Every query goes through `WhooshEngine.find`: permission asked of the database for every match, all facets
of the house, exact count, help with spelling; then ten hits are loaded and their passages marked. The
database is SQLite. One process, one thread. CPU time is what to compare on a shared machine; wall
time is printed beside it. Pages with their templates are measured by `bench.search.page`.
"""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bench.search.house  # noqa: F401 (sets Django up)
from bench.search import corpus, posts
from search.engine.index import apply
from search.engine.snapshot import snapshots
from search.engine.storage import IndexFolder
from search.evaluation.measures import percentile
from search.evaluation.run import build, no_synonyms
from search.page import registry
from search.page.engines.whoosh import WhooshEngine
from search.page.hits import load, mark
from search.page.passages import Marker
from search.page.request import SearchRequest
from search.page.syntax import parse


def timed(run: Callable[[Any], Any], items: list[Any]) -> dict[str, float]:
    wall, cpu = [], []
    for item in items:
        started, began = time.perf_counter(), time.process_time()
        run(item)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - began))
    return {
        "p50_ms": round(percentile(wall, 0.5), 2),
        "p95_ms": round(percentile(wall, 0.95), 2),
        "cpu_p50_ms": round(percentile(cpu, 0.5), 2),
        "cpu_p95_ms": round(percentile(cpu, 0.95), 2),
    }


def measure(count: int, folder: Path | None, work: Path) -> dict[str, Any]:
    """Return the engine's figures at a number of documents."""
    made = list(corpus.posts(count, folder))
    place = work / f"index-{count}"
    posts.make_table()
    started, began = time.perf_counter(), time.process_time()
    build(place, posts.stored(made))
    cpu = time.process_time() - began
    report: dict[str, Any] = {
        "documents": count,
        "documents_per_second": round(count / (time.perf_counter() - started)),
        "documents_per_cpu_second": round(count / cpu),
        "index_mb": round(sum(f.stat().st_size for f in place.rglob("*") if f.is_file()) / 1e6, 1),
    }
    engine = WhooshEngine(place, lambda: [posts.SOURCE], no_synonyms)
    registry.register(posts.SOURCE)  # from which hits are loaded

    def search(typed: str) -> None:
        request, reader = SearchRequest(parse(typed, {})), SimpleNamespace(pk=0)
        found = engine.find(request, reader, first=0, count=10)
        mark(load(found.page, reader), Marker(request.typed, found.also))

    def as_you_type(typed: str) -> None:
        reader = SimpleNamespace(pk=0)
        marker = Marker(parse(typed, {}))
        for hit in load(engine.suggest(typed, reader, limit=3), reader):
            marker.marked(hit.title, hit.language)

    def publish(post: dict[str, Any]) -> None:
        with IndexFolder(place).writing():
            apply(IndexFolder(place).live(), [posts.document(post)], [])
        snapshots(place).current()

    asked = corpus.queries(made, 200)
    search(asked[0])
    report["search"] = timed(search, asked)
    starts = [typed[:n] for typed in asked[:60] for n in (1, 2, 3, 5) if len(typed) >= n]
    report["as_you_type"] = timed(as_you_type, starts)
    typos = [t[:2] + t[3:] for t in asked[:60] if len(t.split()[0]) > 5]
    search(typos[0])  # reads the vocabulary once
    report["with_typo"] = timed(search, typos)
    report["publish"] = timed(publish, made[:40])
    report["search_after_writes"] = timed(search, asked[:100])
    report["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    posts.drop_table()
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000])
    parser.add_argument("--collection", type=Path, help="cut texts from DIR/docs.jsonl")
    parser.add_argument("--plain-whoosh", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    compare(arguments.documents, arguments.collection, arguments.plain_whoosh)


def compare(counts: list[int], folder: Path | None, plain: int) -> None:
    """Print the engine's figures at every size, and straightforward Whoosh's at one (0 = none)."""
    work = Path(tempfile.mkdtemp(prefix="bench-search-"))
    try:
        for count in counts:
            print(json.dumps(measure(count, folder, work), indent=1))
            sys.stdout.flush()
        if plain:
            from bench.search.plain_whoosh import measure_plain

            report = measure_plain(plain, folder, work, timed)
            print(json.dumps(report, indent=1))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
