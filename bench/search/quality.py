"""Quality on test collections: the engine, stock Whoosh, and Wagtail's database backends.

    python -m bench.search.quality DIR [DIR ...]

Set RYNEK_TEST_POSTGRES to include PostgreSQL. For the engine also: queries with one typing error in
the longest word, and without diacritics.
"""

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.qparser import MultifieldParser, OrGroup

import bench.search.house  # noqa: F401 (sets Django up)
from search.evaluation.collection import Collection, read_collection
from search.evaluation.measures import ndcg
from search.evaluation.run import evaluate, prepared

LETTERS = "abcdefghijklmnoprstuwyz"


def with_typo(text: str, rng: random.Random) -> str:
    """Return the text with one error in its longest word: left out, replaced, added or swapped."""
    words = text.split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    word = words[at]
    if len(word) < 4:
        return text
    k = rng.randrange(1, len(word) - 1)
    words[at] = rng.choice(
        [
            word[:k] + word[k + 1 :],
            word[:k] + rng.choice(LETTERS) + word[k + 1 :],
            word[:k] + rng.choice(LETTERS) + word[k:],
            word[:k] + word[k + 1] + word[k] + word[k + 2 :],
        ]
    )
    return " ".join(words)


def without_diacritics(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def mean_ndcg(collection: Collection, ranked: Callable[[str], list[str]]) -> float:
    gains = [ndcg(ranked(t), collection.judgements[q]) for q, t in collection.queries.items()]
    return round(sum(gains) / len(gains), 4)


def stock_whoosh(collection: Collection, work: Path) -> dict[str, Any]:
    schema = Schema(
        key=ID(stored=True),
        title=TEXT(analyzer=StemmingAnalyzer(), field_boost=2.0),
        text=TEXT(analyzer=StemmingAnalyzer()),
    )
    opened = index.create_in(work, schema)
    writer = opened.writer(limitmb=256)
    for row in collection.documents:
        writer.add_document(key=row.id, title=row.title, text=row.text)
    writer.commit()
    parser = MultifieldParser(["title", "text"], schema, group=OrGroup)
    with opened.searcher() as searcher:

        def ranked(text: str) -> list[str]:
            plain = "".join(c if c.isalnum() else " " for c in text)
            return [hit["key"] for hit in searcher.search(parser.parse(plain), limit=10)]

        return {"engine": "stock Whoosh", "ndcg_at_10": mean_ndcg(collection, ranked)}


def fts5(collection: Collection, tokenizer: str) -> dict[str, Any]:
    """SQLite FTS5 asked directly, since Wagtail's way of asking it takes seconds per question."""
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE t USING fts5(key UNINDEXED, a, b, tokenize='{tokenizer}')"
    )
    rows = [(row.id, row.title, row.text) for row in collection.documents]
    database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)

    def ranked(text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        found = database.execute(
            "SELECT key FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 2, 1) LIMIT 10", [words]
        )
        return [key for (key,) in found]

    return {"engine": f"SQLite FTS5, {tokenizer}", "ndcg_at_10": mean_ndcg(collection, ranked)}


def misspelt(collection: Collection, work: Path) -> Iterator[dict[str, Any]]:
    """Yield the engine's quality for queries typed with an error, and without diacritics."""
    rng = random.Random(5)
    with prepared(work, collection.documents) as searcher:

        def typo(text: str) -> list[str]:
            return searcher.top(with_typo(text, rng), 10)

        def plain(text: str) -> list[str]:
            return searcher.top(without_diacritics(text), 10)

        yield {"engine": "rynek, one typo", "ndcg_at_10": mean_ndcg(collection, typo)}
        yield {"engine": "rynek, no diacritics", "ndcg_at_10": mean_ndcg(collection, plain)}


def peer(engine: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.search.peers", engine, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return {"engine": engine, "error": run.stderr.strip().splitlines()[-1][:200]}
    return dict(json.loads(run.stdout.strip().splitlines()[-1]))


def compare(folders: Sequence[Path]) -> None:
    """Print the quality of every engine on every collection."""
    for folder in folders:
        collection = read_collection(folder)
        print(
            f"== {folder.name}: {len(collection.documents)} documents, {len(collection.queries)} queries"
        )
        print(json.dumps({"engine": "rynek", **evaluate(collection).as_dict()}))
        with tempfile.TemporaryDirectory() as work:
            for report in misspelt(collection, Path(work)):
                print(json.dumps(report))
            plain = Path(work) / "plain"
            plain.mkdir()
            print(json.dumps(stock_whoosh(collection, plain)))
        sys.stdout.flush()
        for tokenizer in ("unicode61 remove_diacritics 2", "porter"):
            print(json.dumps(fts5(collection, tokenizer)))
        print(json.dumps(peer("sqlite", folder)))
        if os.environ.get("RYNEK_TEST_POSTGRES"):
            print(json.dumps(peer("postgres", folder)))
        sys.stdout.flush()


if __name__ == "__main__":
    compare([Path(name) for name in sys.argv[1:]])
