"""Test collections: documents, queries, and which documents people judged to answer them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.analysis.analyzer import UNKNOWN, language_code

LANGUAGE_NAMES = {
    "pol": "pl", "polish": "pl", "eng": "en", "english": "en", "deu": "de", "ger": "de",
    "german": "de", "fra": "fr", "fre": "fr", "french": "fr", "spa": "es", "spanish": "es",
    "ita": "it", "italian": "it", "nld": "nl", "dut": "nl", "dutch": "nl", "por": "pt",
    "portuguese": "pt", "rus": "ru", "russian": "ru",
}  # fmt: skip


class CollectionError(Exception):
    """The folder does not hold a test collection that can be read."""


@dataclass(frozen=True)
class Row:
    """One document as its line describes it."""

    id: str
    title: str
    text: str
    language: str  # two letters, or "" = to be detected


class Documents:
    """The documents of a collection, read from the file each time: it may be larger than memory.

    The first reading, when this is made, checks every line. Of documents with the same id only
    the first counts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ids: set[str] = set()
        self.repeated = 0
        for row in self._rows():
            self.repeated += row.id in self.ids
            self.ids.add(row.id)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Row]:
        seen: set[str] = set()
        for row in self._rows():
            if self.repeated:
                if row.id in seen:
                    continue
                seen.add(row.id)
            yield row

    def _rows(self) -> Iterator[Row]:
        for place, row in _objects(self.path):
            language = _text(row, "lang", place).strip().lower()
            language = LANGUAGE_NAMES.get(language, language)
            yield Row(
                _id(row, place),
                _text(row, "title", place),
                _text(row, "text", place),
                "" if language_code(language) == UNKNOWN else language,
            )


@dataclass
class Collection:
    """A test collection as read from a folder."""

    documents: Documents
    queries: dict[str, str]  # those with a relevant document
    judgements: dict[str, dict[str, int]]  # query -> document -> relevance (0 = not)
    notices: list[str] = field(default_factory=list)  # what is odd, but can be measured


def read_collection(folder: Path) -> Collection:
    """Read docs.jsonl, queries.jsonl and qrels.tsv; CollectionError says what is wrong where."""
    if not folder.is_dir():
        raise CollectionError(f"{folder} is not a folder (docs.jsonl, queries.jsonl, qrels.tsv)")
    # The small files first: their mistakes show at once.
    queries = {
        _id(row, place): _text(row, "text", place)
        for place, row in _objects(folder / "queries.jsonl")
    }
    judgements = _read_judgements(folder / "qrels.tsv")
    documents = Documents(folder / "docs.jsonl")
    judged = {
        query: text
        for query, text in queries.items()
        if any(relevance > 0 for relevance in judgements.get(query, {}).values())
    }
    if not documents or not judged:
        raise CollectionError(f"{folder}: no documents, or no queries with a relevant document")
    collection = Collection(documents, judged, judgements)
    collection.notices = list(_notices(collection, queries))
    return collection


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Return the judgements: three columns, or the four of TREC (query, 0, document, relevance)."""
    judgements: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        parts = line.split("\t") if line.count("\t") >= 2 else line.split()
        try:
            query, *_iteration, document, relevance = (part.strip() for part in parts[:4])
            judgements.setdefault(query, {})[document] = int(float(relevance))
        except (ValueError, OverflowError):
            if number == 1:
                continue  # a heading
            raise CollectionError(f"{path}:{number}: not query, document, relevance") from None
    return judgements


def _notices(collection: Collection, queries: dict[str, str]) -> Iterator[str]:
    documents, judgements = collection.documents, collection.judgements
    if documents.repeated:
        yield f"{documents.repeated} documents repeat an id; only the first of each is indexed"
    if left_out := len(queries) - len(collection.queries):
        yield f"{left_out} queries have no relevant document in qrels.tsv and are left out"
    if strange := len([query for query in judgements if query not in queries]):
        yield f"{strange} queries of qrels.tsv are not in queries.jsonl"
    wanted = {
        document
        for query in collection.queries
        for document, relevance in judgements[query].items()
        if relevance > 0
    }
    if missing := len(wanted - documents.ids):
        yield f"{missing} relevant documents are not in docs.jsonl and count as not found"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line that is not empty."""
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if line:
                    yield number, line
    except OSError as error:
        raise CollectionError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise CollectionError(f"{path}:{number}: not UTF-8") from None


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where it stands and what it says for each line of JSON."""
    for number, line in _lines(path):
        place = f"{path}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise CollectionError(f"{place}: not JSON") from None
        if not isinstance(row, dict) or not {"id", "text"} <= row.keys():
            raise CollectionError(f"{place}: needs id, text")
        yield place, row


def _id(row: dict[str, Any], place: str) -> str:
    value = row["id"]
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise CollectionError(f"{place}: id is neither text nor a number")
    return _encodable(str(value).strip())


def _text(row: dict[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CollectionError(f"{place}: {name} is not text")
    return _encodable(str(value))


def _encodable(text: str) -> str:
    # JSON may escape half of a surrogate pair ("\\ud83d"), which no file can hold.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
