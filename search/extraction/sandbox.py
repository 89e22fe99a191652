"""Runs the reader of files in a process that may die, hang or eat memory without harm."""

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from search.extraction import child

LARGEST_FILE = 50 * 2**20  # bytes
MEGABYTES = 768  # memory of the reader, its libraries included
SECONDS = 60  # of processor and of wall time
LARGEST_ANSWER = 8 * 2**20  # bytes of JSON

CHILD = Path(child.__file__)
FORMATS = frozenset(child.READERS)
logger = logging.getLogger("search.extraction")


@dataclass(frozen=True)
class Extract:
    """The text of a file, or why there is none."""

    text: str = ""
    pages: int = 0
    empty_pages: int = 0
    note: str = ""


def extract(
    path: Path, suffix: str, *, megabytes: int = MEGABYTES, seconds: int = SECONDS
) -> Extract:
    """Read a file in a process of its own; never raises for what the file holds."""
    if suffix not in FORMATS:
        return Extract(note="has a format without text")
    if path.stat().st_size > LARGEST_FILE:
        return Extract(note="is too large")
    command = [sys.executable, "-I", str(CHILD), suffix, str(path), str(megabytes), str(seconds)]
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
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Extract(note="takes too long")
    if process.returncode != 0:
        limit = {-signal.SIGXCPU: "takes too long", -signal.SIGKILL: "takes too long"}
        return Extract(note=limit.get(process.returncode, "crashes its reader"))
    return _read(output)


def _read(output: bytes) -> Extract:
    if len(output) > LARGEST_ANSWER:
        return Extract(note="holds too much text")
    try:
        answer = json.loads(output)
        return Extract(
            str(answer["text"]),
            int(answer["pages"]),
            int(answer["empty_pages"]),
            str(answer["note"])[:200],
        )
    except (ValueError, KeyError, TypeError):
        return Extract(note="crashes its reader")
