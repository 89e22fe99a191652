"""modelsearch's and Wagtail's own search tests, run against any backend.

    python -m tests.search.backend_suite [BACKEND] [--options JSON] [--suite core|extra|wagtail] [-k WORD] [-v]

BACKEND is the dotted path of a backend, by default this project's. The tests come from the
installed packages; nothing is fetched, and SQLite in memory is the database. Each suite runs in a
process of its own, since each needs its own settings. The last line counts; the exit code is 0 only if nothing
failed and every suite ran.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import unittest
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.test.runner import DiscoverRunner

from tests.search.backend_suite.chosen import (
    BACKEND_VARIABLE,
    EMPTY_FOLDER,
    FOLDER_VARIABLE,
    OPTIONS_VARIABLE,
)
from tests.search.backend_suite.suites import SUITES, tests_of

ROOT = Path(__file__).parents[3]
OURS = "search.engine.whoosh"
ONE_SUITE = "--in-this-process"
SETTINGS = {
    "core": "tests.search.backend_suite.peer_settings",
    "extra": "tests.search.backend_suite.peer_settings",
    "wagtail": "tests.search.backend_suite.wagtail_settings",
}


@dataclass
class Outcome(unittest.TestResult):
    """What became of each test: "passed", "failed" or "skipped"."""

    tests: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.tests[test.id()] = "passed"

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        self.tests[test.id()] = "failed"
        self.faults[test.id()] = self._exc_info_to_string(err, test)  # type: ignore[attr-defined]

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        self.addFailure(test, err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self.addFailure(test, err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self.tests[test.id()] = "skipped"

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        self.tests[test.id()] = "skipped"

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self.tests[test.id()] = "passed"


def run_here(suite: str, words: list[str]) -> Outcome:
    """Run a suite in this process, in a database of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[suite]
    django.setup()
    outcome = Outcome()
    tests = [t for t in tests_of(suite) if not words or any(word in t.id() for word in words)]
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        unittest.TestSuite(tests).run(outcome)
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()
    return outcome


def report(suite: str, outcome: Outcome, *, with_traces: bool) -> int:
    """Print what failed and the numbers; return the exit code."""
    for test, fault in outcome.faults.items():
        last = fault.strip().splitlines()[-1]
        print(f"FAILED {test}: {last[:200]}")
        if with_traces:
            print(fault)
    print(f"{suite}: {told(Counter(outcome.tests.values()))}", flush=True)
    return 1 if outcome.faults else 0


def told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in ("passed", "failed", "skipped"))


def run_apart(suites: list[str], arguments: argparse.Namespace) -> int:
    """Run each suite in a process of its own, add up; return the exit code."""
    total: Counter[str] = Counter()
    sound = True
    with tempfile.TemporaryDirectory(prefix="backend-suite-") as folder:
        environment = os.environ | {
            BACKEND_VARIABLE: arguments.backend,
            OPTIONS_VARIABLE: arguments.options,
            FOLDER_VARIABLE: folder,
        }
        for suite in suites:
            command = [sys.executable, "-m", "tests.search.backend_suite", ONE_SUITE]
            command += ["--suite", suite, *(["-v"] if arguments.verbose else [])]
            command += [part for word in arguments.words for part in ("-k", word)]
            run = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
            )
            print(run.stdout, end="", flush=True)
            sound = sound and run.returncode == 0
            total += counted(suite, run.stdout)
    print(told(total))
    return 0 if sound else 1


def counted(suite: str, output: str) -> Counter[str]:
    """Read the numbers that `report` printed; none if the suite did not get so far."""
    *_, last = output.splitlines() or [""]
    if not last.startswith(f"{suite}: "):
        return Counter({"failed": 1})
    parts = last.removeprefix(f"{suite}: ").split(", ")
    return Counter({word: int(number) for number, word in (part.split() for part in parts)})


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("backend", nargs="?", default=OURS)
    parser.add_argument(
        "--options",
        default=f'{{"PATH": "{EMPTY_FOLDER}"}}',
        help=f"JSON of the backend's settings entry; {EMPTY_FOLDER} is an empty folder",
    )
    parser.add_argument("--suite", choices=SUITES, help="only this one")
    parser.add_argument("-k", dest="words", action="append", default=[], help="only tests with it")
    parser.add_argument("-v", "--verbose", action="store_true", help="print tracebacks")
    parser.add_argument(ONE_SUITE, dest="here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.here:
        return run_apart([arguments.suite] if arguments.suite else list(SUITES), arguments)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # the tests break things on purpose
    outcome = run_here(arguments.suite, arguments.words)
    return report(arguments.suite, outcome, with_traces=arguments.verbose)


if __name__ == "__main__":
    sys.exit(main())
