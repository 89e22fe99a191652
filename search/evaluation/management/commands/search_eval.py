"""Measure search quality and speed on a test collection (`rynek search-eval DIR`)."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.evaluation.collection import CollectionError, read_collection
from search.evaluation.run import evaluate

LABELS = {
    "documents": "documents",
    "queries": "queries",
    "ndcg_at_10": "nDCG@10",
    "mrr_at_10": "MRR@10",
    "recall_at_100": "recall@100",
    "zero_result_share": "queries without results",
    "documents_per_second": "documents indexed per second",
    "p50_ms": "latency p50, ms",
    "p95_ms": "latency p95, ms",
    "index_mb": "index size, MB",
    "peak_memory_mb": "memory at most, MB",
}


class Command(BaseCommand):
    help = (
        "Builds a throw-away index of DIR/docs.jsonl with the product's own analysis and ranking, "
        "asks DIR/queries.jsonl and compares with DIR/qrels.tsv."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(items: Iterable[Any], label: str) -> Iterable[Any]:
            # In a log file: a line now and then, and none at all for what is done in seconds.
            pace = {} if sys.stderr.isatty() else {"mininterval": 15, "delay": 15, "ascii": True}
            return tqdm(items, desc=label, leave=False, **pace)

        try:
            collection = read_collection(options["folder"])
            for notice in collection.notices:
                self.stderr.write(self.style.WARNING(notice))
            report = evaluate(collection, progress).as_dict()
        except CollectionError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The index could not be built: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        for name, label in LABELS.items():
            value = report[name]
            self.stdout.write(f"{label:<30} {value:>10}")
