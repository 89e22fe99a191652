"""Test collections: documents, queries, and which documents people judged to answer them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class CollectionError(Exception):
    """The folder does not hold a test collection that can be read."""


@dataclass
class Collection:
    """A test collection as read from a folder."""

    documents: list[dict[str, Any]]  # id, title, text, perhaps lang
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]  # query -> document -> relevance (0 = not)


def read_collection(folder: Path) -> Collection:
    """Read docs.jsonl, queries.jsonl and qrels.tsv; CollectionError says what is wrong where."""
    documents = [
        {**row, "id": str(row["id"])} for row in _rows(folder / "docs.jsonl", {"id", "text"})
    ]
    queries = {
        str(r["id"]): str(r["text"]) for r in _rows(folder / "queries.jsonl", {"id", "text"})
    }
    judgements: dict[str, dict[str, int]] = {}
    path = folder / "qrels.tsv"
    for number, line in enumerate(_lines(path), 1):
        parts = line.split("\t")
        if number == 1 and len(parts) >= 3 and not parts[-1].strip().lstrip("-").isdigit():
            continue  # a heading
        try:
            query, document, relevance = parts[0], parts[1], int(parts[2])
        except (IndexError, ValueError):
            raise CollectionError(f"{path}:{number}: not query, document, relevance") from None
        judgements.setdefault(query, {})[document] = relevance
    judged = {
        q: text for q, text in queries.items() if any(r > 0 for r in judgements.get(q, {}).values())
    }
    if not documents or not judged:
        raise CollectionError(f"{folder}: no documents, or no queries with a relevant document")
    return Collection(documents, judged, judgements)


def _lines(path: Path) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            for line in file:
                if line.strip():
                    yield line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{path}: {error}") from error


def _rows(path: Path, needed: set[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
        except ValueError:
            raise CollectionError(f"{path}:{number}: not JSON") from None
        if not isinstance(row, dict) or not needed <= row.keys():
            raise CollectionError(f"{path}:{number}: needs {', '.join(sorted(needed))}")
        yield row
