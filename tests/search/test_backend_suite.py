"""The runner of the peers' own search tests: it counts, it fails, it names what is missing.

All 216 tests take minutes; `make backend-suite` (part of `.ci/run`) runs them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.search.backend_suite", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_our_backend_passes_tests_that_the_plain_database_fails() -> None:
    words = (
        "--suite",
        "core",
        "-k",
        "test_ranking",
        "-k",
        "test_search_all_unindexed",
        "-k",
        "facet",
    )
    ours = run(*words)
    assert ours.returncode == 0, ours.stdout + ours.stderr
    assert "core: " in ours.stdout and " 0 failed" in ours.stdout
    plain = run("modelsearch.backends.database.fallback", "--options", "{}", *words)
    assert plain.returncode == 1 and "FAILED" in plain.stdout, plain.stdout + plain.stderr


def test_a_backend_that_cannot_be_imported_is_a_failure() -> None:
    missing = run("no.such.backend", "--suite", "core", "-k", "facet")
    assert missing.returncode == 1
    assert "no.such.backend" in missing.stdout + missing.stderr
