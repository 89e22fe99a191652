"""Runs the reader of files in a process that may die, hang or eat memory without harm."""

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from search.extraction.readers.kinds import BY_ENDING

LARGEST_FILE = 50 * 2**20  # bytes
MEGABYTES = 768  # memory of the reader, its libraries included
SECONDS = 60  # of processor time; twice as much of wall time, for others work here, too
LARGEST_ANSWER = 8 * 2**20  # bytes of JSON

CHILD = Path(__file__).with_name("child.py")
FORMATS = frozenset(BY_ENDING)
logger = logging.getLogger("search.extraction")


@dataclass(frozen=True)
class Extract:
    """The text of a file, and why there is not all of it (codes of `notes`)."""

    text: str = ""
    pages: int = 0
    empty_pages: int = 0
    notes: tuple[str, ...] = ()


def extract(
    path: Path, suffix: str, *, megabytes: int = MEGABYTES, seconds: int = SECONDS
) -> Extract:
    """Read a file in a process of its own; never raises for what the file holds."""
    if suffix not in FORMATS:
        return Extract(notes=("format",))
    if path.stat().st_size > LARGEST_FILE:
        return Extract(notes=("large",))
    found = _run(path, suffix, megabytes, seconds)
    if suffix == "pdf" and found.notes == ("crash",):
        return _run(path, "pdf-slowly", megabytes, seconds)
    return found


def _run(path: Path, reader: str, megabytes: int, seconds: int) -> Extract:
    command = [sys.executable, "-I", str(CHILD), reader, str(path), str(megabytes), str(seconds)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}  # no secrets of ours
    with subprocess.Popen(  # noqa: S603 - our own script, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=2 * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Extract(notes=("slow",))
    if process.returncode != 0:
        slow = process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        return Extract(notes=("slow" if slow else "crash",))
    return _read(output)


def _read(output: bytes) -> Extract:
    if len(output) > LARGEST_ANSWER:
        return Extract(notes=("unpacked",))
    try:
        answer = json.loads(output)
        notes = tuple(str(code)[:20] for code in answer["notes"])
        return Extract(str(answer["text"]), int(answer["pages"]), int(answer["empty_pages"]), notes)
    except (ValueError, KeyError, TypeError):
        return Extract(notes=("crash",))
