"""The data folder belongs to the account that Rynek runs under, and to nobody else.

`settings.base` sets the umask, so that whatever is made afterwards is private, by the web server,
the worker or a command: database, its log of writes, media, mails, index, logs. `rynek prepare`
closes what older versions left open; `rynek doctor` looks.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others() -> Iterator[Path]:
    """Files and folders of the house that other accounts of this machine may read or write."""
    if os.name != "posix":
        return
    for path in _all():
        try:
            if not path.is_symlink() and path.stat().st_mode & OTHERS:
                yield path
        except OSError:  # gone meanwhile, as journals are
            continue


def close_to_others() -> int:
    """Take others' rights from all of them; says how many. What is not ours stays as it is."""
    closed = 0
    for path in open_to_others():
        try:
            path.chmod(path.stat().st_mode & ~OTHERS)
        except OSError:
            continue
        closed += 1
    return closed


def _all() -> Iterator[Path]:
    yield settings.DATA_DIR
    yield from _below(settings.DATA_DIR)
    for path in _elsewhere():
        if settings.DATA_DIR not in path.parents and path.exists():
            yield path
            if path.is_dir():
                yield from _below(path)


def _elsewhere() -> Iterator[Path]:
    """What settings may have put outside the data folder."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        for ending in ("", "-wal", "-shm", "-journal"):
            yield Path(f"{database['NAME']}{ending}").absolute()
    yield Path(settings.MEDIA_ROOT).absolute()
    if index := settings.WAGTAILSEARCH_BACKENDS["default"].get("PATH"):
        yield Path(index).absolute()


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(parent, name)
