"""Reads the text of one file. Run as a script in a process of its own, never imported by a request.

    python -I child.py READER PATH MEGABYTES SECONDS

Writes one JSON object to standard output: {"text", "pages", "empty_pages", "notes"}. The file may be
hostile: memory, processor time, written files and text length are limited here, wall time by the
parent (see `sandbox`). Nothing of the project is imported but `readers`.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

from search.extraction.readers import kinds
from search.extraction.readers.text import Refused, Text

GRACE = 5  # seconds of processor time to hand over what was read when time is up


class TimeIsUp(Exception):
    """The processor time is used up."""


def limit(megabytes: int, seconds: int) -> None:
    """Take from this process what a text reader does not need."""
    memory = megabytes * 2**20
    signal.signal(signal.SIGXCPU, _time_is_up)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + GRACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _time_is_up(*_: Any) -> None:
    raise TimeIsUp


def read(name: str, file: IO[bytes], text: Text) -> None:
    """Read a file with the reader of that name; what goes wrong becomes a note."""
    try:
        reader: Callable[[IO[bytes], Text], None] | None = kinds.reader(name, file)
        if reader is None:
            text.note("format")
            return
        reader(file, text)
    except Refused as reason:
        text.note(str(reason))
    except MemoryError:
        text.note("memory")
    except RecursionError:
        text.note("nested")
    except TimeIsUp:
        text.note("slow")
    except Exception:  # noqa: BLE001 (whatever a parser raises for a broken file)
        text.note("broken")


def main() -> None:
    name, path, megabytes, seconds = sys.argv[1:5]
    limit(int(megabytes), int(seconds))
    text = Text()
    with open(path, "rb") as file:
        read(name, file, text)
    answer = {
        "text": str(text),
        "pages": text.pages,
        "empty_pages": text.empty_pages,
        "notes": list(text.notes),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
