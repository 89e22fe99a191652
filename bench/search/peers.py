"""Wagtail's database backends (SQLite FTS5, PostgreSQL) on a test collection, one per process.

python -m bench.search.peers sqlite DIR
python -m bench.search.peers postgres DIR      (RYNEK_TEST_POSTGRES=postgres://…)
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import environ
from django.conf import settings

BUDGET = float(os.environ.get("PEER_SECONDS", "300"))  # seconds for the queries of one backend


def configure(engine: str) -> None:
    database: dict[str, Any] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tempfile.mkdtemp(prefix="bench-peers-") + "/rows.sqlite3",
    }
    apps = ["django.contrib.contenttypes", "modelsearch", "bench.search.rows"]
    backend: dict[str, Any] = {"BACKEND": "modelsearch.backends.database"}
    if engine == "postgres":
        database = dict(environ.Env.db_url_config(os.environ["RYNEK_TEST_POSTGRES"]))
        apps.append("django.contrib.postgres")
        backend["SEARCH_CONFIG"] = os.environ.get("SEARCH_CONFIG", "english")
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=apps,
        MODELSEARCH_BACKENDS={"default": backend},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )


def measure(engine: str, folder: Path) -> dict[str, Any]:
    """Return the quality and speed of a backend, any word of the query sufficing."""
    import django

    configure(engine)
    django.setup()
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from modelsearch.backends import get_search_backend

    from bench.search.rows.models import Row
    from search.evaluation.collection import read_collection
    from search.evaluation.measures import ndcg, percentile, reciprocal_rank

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        if "rows_row" in connection.introspection.table_names():
            editor.delete_model(Row)
        editor.create_model(Row)
    collection = read_collection(folder)
    Row.objects.bulk_create(
        Row(key=row.id, title=row.title, text=row.text) for row in collection.documents
    )
    started = time.perf_counter()
    call_command("rebuild_modelsearch_index", verbosity=0)
    seconds = time.perf_counter() - started
    backend = get_search_backend()
    times, gains, ranks, failed = [], [], [], 0
    deadline = time.monotonic() + BUDGET
    for query, text in collection.queries.items():
        if time.monotonic() > deadline:
            break
        began = time.perf_counter()
        try:
            ranked = [row.key for row in backend.search(text, Row, operator="or")[:10]]
        except OperationalError:  # FTS5 reads some signs of a question as its own syntax
            ranked, failed = [], failed + 1
        times.append(1000 * (time.perf_counter() - began))
        gains.append(ndcg(ranked, collection.judgements[query]))
        ranks.append(reciprocal_rank(ranked, collection.judgements[query]))
    return {
        "engine": engine,
        "queries": len(gains),  # as many as fitted in the time
        "failed": failed,
        "ndcg_at_10": round(sum(gains) / len(gains), 4),
        "mrr_at_10": round(sum(ranks) / len(ranks), 4),
        "documents_per_second": round(len(collection.documents) / seconds),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
