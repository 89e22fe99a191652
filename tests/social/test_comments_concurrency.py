"""Six processes answer in one thread at the same instant, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres, template_database

SCRIPT = Path(__file__).with_name("writers.py")
ROOT = Path(__file__).resolve().parents[2]


def assert_a_crowd_leaves_order(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    expected = 3 + 6 * 12 + 1  # the thread, six writers of twelve, the form that all sent
    assert json.loads(done.stdout) == {
        "comments": expected,
        "kept": expected,
        "wrong": [],
        "orphans": 0,
        "recount": [],
        "reactions": 1,
        "helpful": 1,
        "same": 1,
    }


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    return os.environ | {"RYNEK_DATA": str(folder), "PYTHONPATH": path} | variables


@pytest.mark.usefixtures("django_db_setup")  # makes the template where there is none
def test_a_crowd_leaves_a_well_ordered_thread_on_sqlite(tmp_path: Path) -> None:
    environment = environment_of(tmp_path)
    assert template_database.copy_to(tmp_path / "rynek.sqlite3")
    assert_a_crowd_leaves_order(environment)


@pytest.mark.postgres
def test_a_crowd_leaves_a_well_ordered_thread_on_postgresql(tmp_path: Path) -> None:
    with postgres.server(tmp_path) as address:
        environment = environment_of(tmp_path, DATABASE_URL=address)
        postgres.migrate(address, environment)
        assert_a_crowd_leaves_order(environment)
