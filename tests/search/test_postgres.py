"""The search page on PostgreSQL: a server of our own, started and stopped by the test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.postgres
def test_the_search_page_keeps_its_promises_on_postgresql(tmp_path: Path) -> None:
    with postgres.server(tmp_path) as address:
        environment = os.environ | {
            "DATABASE_URL": address,
            "SEARCH_URL": "database://",
            "RYNEK_DATA": str(tmp_path),
        }
        tested = postgres.create_database(address, f"test_{address.rpartition('/')[2]}")
        postgres.migrate(tested, environment)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"]
        done = subprocess.run(
            [*command, "-k", "database", "tests/search/test_engines.py"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
