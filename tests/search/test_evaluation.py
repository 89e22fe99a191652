"""`rynek search-eval`: reads a collection, measures as TREC does, says what is wrong with a file."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank


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


def test_people_read_the_same_as_a_table(collection: Path) -> None:
    assert "nDCG@10" in run(collection) and "latency p95, ms" in run(collection)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("docs.jsonl", "{broken", "docs.jsonl:1: not JSON"),
        ("queries.jsonl", '{"id": 1}', "queries.jsonl:1: needs id, text"),
        ("qrels.tsv", "a\t1\t1\na b c", "qrels.tsv:2: not query, document, relevance"),
        ("qrels.tsv", "z\t1\t1", "no queries with a relevant document"),
    ],
)
def test_a_bad_file_is_named_with_its_line(
    collection: Path, name: str, content: str, complaint: str
) -> None:
    (collection / name).write_text(content, "utf-8")
    with pytest.raises(CommandError, match=complaint):
        run(collection)


def test_a_missing_folder_is_an_error_message(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="docs.jsonl"):
        run(tmp_path / "nowhere")


def test_measures_agree_with_hand_made_numbers() -> None:
    relevance = {"a": 2, "b": 1, "x": 0}
    assert ndcg(["a", "b"], relevance) == 1.0
    assert ndcg(["b", "a"], relevance) == pytest.approx((1 + 2 / 1.58496) / (2 + 1 / 1.58496), 1e-4)
    assert reciprocal_rank(["x", "b"], relevance) == 0.5
    assert recall(["a"], relevance) == 0.5
    assert percentile([1, 2, 3, 4], 0.5) == 2 and percentile([5], 0.95) == 5
