"""Six processes answer in one thread at the same instant, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres, template_database

WRITERS = 6
EACH = 12
SCRIPT = Path(__file__).with_name("writers.py")
ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 12  # for six interpreters on a small machine


def crowd(environment: dict[str, str]) -> dict:
    """Let them write; returns what `writers.check` found."""

    def run(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, str(SCRIPT), *arguments]
        return subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(process: subprocess.Popen) -> str:
        out, errors = process.communicate(timeout=400)
        assert process.returncode == 0, errors[-3000:]
        return out

    finish(run("prepare"))
    start_at = str(time.time() + SECONDS_TO_START)
    writers = [run("write", str(number), str(EACH), start_at) for number in range(WRITERS)]
    for writer in writers:
        finish(writer)
    return json.loads(finish(run("check")))


def assert_whole(report: dict) -> None:
    expected = 3 + WRITERS * EACH + 1
    assert report == {
        "comments": expected,
        "kept": expected,
        "wrong": [],
        "orphans": 0,
        "recount": [],
        "reactions": 1,
        "helpful": 1,
        "same": 1,
    }


def migrate(environment: dict[str, str]) -> None:
    command = [
        sys.executable,
        "manage.py",
        "migrate",
        "--verbosity",
        "0",
        "--settings",
        "rynek.settings.test",
    ]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    return os.environ | {"RYNEK_DATA": str(folder), "PYTHONPATH": path} | variables


def test_a_crowd_leaves_a_well_ordered_thread_on_sqlite(tmp_path: Path) -> None:
    environment = environment_of(tmp_path)
    with template_database.only_one():
        copied = template_database.copy_to(tmp_path / "rynek.sqlite3")
    if not copied:
        migrate(environment)
    assert_whole(crowd(environment))


@pytest.mark.postgres
def test_a_crowd_leaves_a_well_ordered_thread_on_postgresql(tmp_path: Path) -> None:
    with postgres.server(tmp_path) as address:
        environment = environment_of(tmp_path, DATABASE_URL=address)
        migrate(environment)
        assert_whole(crowd(environment))
