"""Straightforward Whoosh on the same posts: its own analyzer and codec, a searcher per query,
filters as queries, facets by `groupedby`, highlights by the hit. What most projects begin with."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh import index, query
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import BOOLEAN, ID, KEYWORD, TEXT, Schema
from whoosh.qparser import MultifieldParser, OrGroup

from bench.search import corpus

FACETS = ["kind", "project_id", "department_id", "author_id", "topics", "language"]
CLOSED = [f"0001{space:04d}" for space in range(7, 60, 6)]


def schema() -> Schema:
    text = StemmingAnalyzer()
    return Schema(
        key=ID(unique=True, stored=True),
        title=TEXT(analyzer=text, stored=True, field_boost=2.0),
        body=TEXT(analyzer=text, stored=True),
        live=BOOLEAN,
        section=ID,
        topics=KEYWORD,
        **{name: ID for name in FACETS if name != "topics"},
    )


def _add(writer: Any, post: dict[str, Any], add: str = "add_document") -> None:
    getattr(writer, add)(
        key=str(post["id"]),
        title=post["title"],
        body=post["body"],
        live=post["live"],
        section=post["path"][:8],
        topics=" ".join(map(str, post["topics"])),
        kind=post["kind"],
        project_id=str(post["space"]),
        department_id=str(post["department_id"]),
        author_id=str(post["author_id"]),
        language=post["language"],
    )


def measure_plain(
    count: int, folder: Path | None, work: Path, timed: Callable[..., dict[str, float]]
) -> dict[str, Any]:
    """Return the same figures as the engine's, for as few queries as show them."""
    made = list(corpus.posts(count, folder))
    place = work / "plain"
    place.mkdir()
    started, began = time.perf_counter(), time.process_time()
    writer = index.create_in(place, schema()).writer(limitmb=256)
    for post in made:
        _add(writer, post)
    writer.commit()
    cpu = time.process_time() - began
    seconds = time.perf_counter() - started
    may_see = query.And(
        [query.Term("live", True), query.Not(query.Or([query.Term("section", s) for s in CLOSED]))]
    )

    def search(typed: str) -> None:
        opened = index.open_dir(place)
        parser = MultifieldParser(["title", "body"], opened.schema, group=OrGroup)
        with opened.searcher() as searcher:
            hits = searcher.search(
                parser.parse(typed), limit=10, filter=may_see, groupedby=list(FACETS)
            )
            len(hits)
            for hit in hits:
                hit.highlights("body")

    def publish(post: dict[str, Any]) -> None:
        writer = index.open_dir(place).writer(timeout=30)
        _add(writer, post, "update_document")
        writer.commit()

    asked = corpus.queries(made, 200)
    search(asked[0])
    return {
        "engine": "straightforward Whoosh",
        "documents": count,
        "documents_per_second": round(count / seconds),
        "documents_per_cpu_second": round(count / cpu),
        "search": timed(search, asked[:60]),
        "publish": timed(publish, made[:20]),
    }
