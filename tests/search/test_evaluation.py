"""`rynek search-eval`: reads a collection, measures as TREC does, says what is wrong with a file."""

import json
import tracemalloc
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from search.evaluation.collection import read_collection
from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from search.evaluation.rows import document_of_row
from search.evaluation.run import build


@pytest.fixture(autouse=True)
def no_database_but_its_own(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """The house's database is shut: an evaluation asks the one that it makes for itself."""

    def refuse() -> None:
        raise AssertionError("The house's database was asked")

    with django_db_blocker.unblock():
        monkeypatch.setattr(connections["default"], "ensure_connection", refuse)
        yield


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    documents = [
        {"id": 1, "title": "Żółwie", "text": "Ochrona żółwi błotnych", "lang": "pl"},
        {"id": "2", "title": "Turtles", "text": "Protecting pond turtles"},
        {"id": "3", "text": "Zupełnie co innego"},
    ]
    queries = [{"id": "a", "text": "ochrona zolwia"}, {"id": "b", "text": "turtle"}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, documents)), "utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query\tdoc\trel\na\t1\t1\nb\t2\t2\nb\t3\t0\n", "utf-8")
    return tmp_path


def run(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("search_eval", str(folder), *options, stdout=out)
    return out.getvalue()


def test_a_small_collection_is_answered_perfectly(collection: Path) -> None:
    report = json.loads(run(collection, "--json"))
    assert (report["documents"], report["queries"]) == (3, 2)
    assert report["ndcg_at_10"] == report["mrr_at_10"] == report["recall_at_100"] == 1.0
    assert report["zero_result_share"] == 0.0
    assert report["documents_per_second"] > 0 and report["p95_ms"] >= report["p50_ms"] > 0


def test_it_measures_the_search_of_readers(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What breaks for readers breaks here: permission is asked, and everything else, too."""
    monkeypatch.setattr("search.page.engines.sight.visible_among", lambda *_: set())
    report = json.loads(run(collection, "--json"))
    assert report["recall_at_100"] == 0 and report["zero_result_share"] == 1


def test_people_read_the_same_as_a_table(collection: Path) -> None:
    assert "nDCG@10" in run(collection) and "latency p95, ms" in run(collection)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("docs.jsonl", "{broken", "docs.jsonl:1: not JSON"),
        ("queries.jsonl", '{"id": 1}', "queries.jsonl:1: needs id, text"),
        ("qrels.tsv", "a\t1\t1\na b c", "qrels.tsv:2: not query, document, relevance"),
        ("qrels.tsv", "z\t1\t1", "no queries with a relevant document"),
        ("docs.jsonl", '{"id": 1, "text": "a"}\n[1]', "docs.jsonl:2: needs id, text"),
        ("docs.jsonl", '{"id": null, "text": "a"}', "docs.jsonl:1: id is neither"),
        ("docs.jsonl", '{"id": 1, "text": ["a"]}', "docs.jsonl:1: text is not text"),
        ("docs.jsonl", '{"id": 1, "text": "a", "lang": {}}', "docs.jsonl:1: lang is not text"),
        ("docs.jsonl", "", "no documents"),
        ("docs.jsonl", "[" * 100_000, "docs.jsonl:1: not JSON"),
    ],
)
def test_a_bad_file_is_named_with_its_line(
    collection: Path, name: str, content: str, complaint: str
) -> None:
    (collection / name).write_text(content, "utf-8")
    with pytest.raises(CommandError, match=complaint):
        run(collection)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(collection: Path) -> None:
    (collection / "docs.jsonl").write_bytes(b'{"id": 1, "text": "a"}\n\xff\xfe')
    with pytest.raises(CommandError, match="docs.jsonl:2: not UTF-8"):
        run(collection)


def test_a_missing_folder_or_file_is_an_error_message(collection: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a folder"):
        run(tmp_path / "nowhere")
    (collection / "qrels.tsv").unlink()
    with pytest.raises(CommandError, match="qrels.tsv: No such file"):
        run(collection)


def test_files_of_strangers_are_read_as_they_are_meant(collection: Path) -> None:
    """A byte order mark, Windows lines, nulls, half a surrogate pair, TREC's four columns."""
    documents = [
        '{"id": 1, "title": null, "text": "Ochrona żółwi \\ud83d", "lang": "pol"}',
        '{"id": 2, "text": null}',
        "",
        '{"id": 3, "title": "Turtles", "text": "Protecting pond turtles", "lang": "tlh"}',
    ]
    (collection / "docs.jsonl").write_bytes(
        b"\xef\xbb\xbf" + "\r\n".join(documents).encode() + b"\r\n"
    )
    (collection / "qrels.tsv").write_text("a 0 1 1.0\nb 0 3 2\n", "utf-8")
    report = json.loads(run(collection, "--json"))
    assert (report["documents"], report["queries"]) == (3, 2)
    assert report["ndcg_at_10"] == 1.0


def test_the_language_is_detected_when_none_or_an_unknown_one_is_given(collection: Path) -> None:
    rows = [
        {"id": 1, "text": "Ochrona żółwi i innych zwierząt", "lang": "pl"},
        {"id": 2, "text": "Ochrona żółwi i innych zwierząt"},
        {"id": 3, "text": "Ochrona żółwi i innych zwierząt", "lang": "klingon"},
        {"id": 4, "text": "Der Schutz der Schildkröten", "lang": "de-AT"},
    ]
    (collection / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found = read_collection(collection).documents
    snapshot = build(collection / "index", (document_of_row(n, row) for n, row in enumerate(found)))
    assert [snapshot.value("language", doc) for doc in range(4)] == ["pl", "pl", "pl", "de-at"]


def test_what_is_odd_is_said_and_measured_all_the_same(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open(collection / "docs.jsonl", "a", encoding="utf-8") as file:
        file.write('\n{"id": "1", "text": "again"}')
    with open(collection / "queries.jsonl", "a", encoding="utf-8") as file:
        file.write('\n{"id": "c", "text": "nobody judged this"}')
    with open(collection / "qrels.tsv", "a", encoding="utf-8") as file:
        file.write("a\t77\t1\nx\t1\t1\n")
    report = json.loads(run(collection, "--json"))
    said = capsys.readouterr().err
    assert report["documents"] == 3 and report["recall_at_100"] == 0.75
    for part in (
        "1 documents repeat an id",
        "1 queries have no relevant document",
        "1 queries of qrels.tsv are not in queries.jsonl",
        "1 relevant documents are not in docs.jsonl",
    ):
        assert part in said


def test_documents_are_not_kept_in_memory(collection: Path) -> None:
    with open(collection / "docs.jsonl", "w", encoding="utf-8") as file:
        for number in range(2000):
            file.write(json.dumps({"id": number, "text": "słowo " * 2000}) + "\n")
    tracemalloc.start()
    assert sum(len(row.text) for row in read_collection(collection).documents) > 20_000_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_full_disk_is_an_error_message(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("search.engine.index.BuildingIndex.commit", full)
    with pytest.raises(CommandError, match="could not be built: .*No space left"):
        run(collection)


def test_long_queries_are_scored_by_their_rarest_words(collection: Path) -> None:
    with open(collection / "docs.jsonl", "a", encoding="utf-8") as file:
        for number in range(40):
            words = " ".join(f"zwykłe{n:02}słowo" for n in range(60))
            file.write("\n" + json.dumps({"id": f"x{number}", "text": words}))
    text = " ".join([*(f"zwykłe{n:02}słowo" for n in range(60)), "żółwi"])
    (collection / "queries.jsonl").write_text(json.dumps({"id": "a", "text": text}), "utf-8")
    (collection / "qrels.tsv").write_text("a\t1\t1", "utf-8")
    assert json.loads(run(collection, "--json"))["recall_at_100"] == 1.0


def test_a_rebuild_closes_a_segment_when_its_postings_fill_the_memory(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engine.index.SEGMENT_POSTINGS", 20)
    documents = read_collection(collection).documents
    snapshot = build(
        collection / "index", (document_of_row(n, row) for n, row in enumerate(documents))
    )
    assert len(snapshot.segments) > 1 and snapshot.count == 3


def test_measures_agree_with_hand_made_numbers() -> None:
    relevance = {"a": 2, "b": 1, "x": 0}
    assert ndcg(["a", "b"], relevance) == 1.0
    assert ndcg(["b", "a"], relevance) == pytest.approx((1 + 2 / 1.58496) / (2 + 1 / 1.58496), 1e-4)
    assert reciprocal_rank(["x", "b"], relevance) == 0.5
    assert recall(["a"], relevance) == 0.5
    assert percentile([1, 2, 3, 4], 0.5) == 2 and percentile([5], 0.95) == 5
