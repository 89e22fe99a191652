"""The index on disk: one folder with builds, a pointer to the live one, and two locks.

current          name of the live build, replaced atomically
write.lock       flock of the process that writes; freed by the kernel when it dies
rebuild.lock     flock of the process that rebuilds
build-…/         a Whoosh index (segments, table of contents), meta.json and, while it is being
                 filled, journal.jsonl: what changed in the live build meanwhile
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from search.engine.codec import ArrayCodec
from search.engine.contents import INDEX_NAME, Contents, base_schema, read_contents

FORMAT = 3  # raise when what is written changes, so that old indexes are rebuilt
_BUILD_NAME = re.compile(r"^build-\d+$")
_TOC_NAME = re.compile(rf"^_{INDEX_NAME}_(\d+)\.toc$")


class IndexMissingError(Exception):
    """There is no index at this path: it has never been built, or was removed."""


class IndexDamagedError(Exception):
    """The index cannot be read; rebuild it."""


class RebuildRunningError(Exception):
    """Another process is rebuilding this index."""


class Build:
    """One build: a folder that holds a complete Whoosh index."""

    def __init__(self, path: Path):
        self.path = path
        # Whoosh's memory mapping copies each file (see docs/decisions); segments are mapped by us.
        self.storage = FileStorage(str(path), supports_mmap=False)

    @property
    def name(self) -> str:
        return self.path.name

    def generation(self) -> int:
        """Return the number of the last commit; -1 without an index."""
        try:
            names = os.listdir(self.path)
        except FileNotFoundError:
            return -1
        return max((int(m.group(1)) for n in names if (m := _TOC_NAME.match(n))), default=-1)

    def create(self, meta: dict[str, Any]) -> None:
        self.path.mkdir(parents=True)
        write_atomically(self.path / "meta.json", json.dumps({"format": FORMAT, **meta}))
        Contents(0, base_schema(), []).write(self.path)

    def meta(self) -> dict[str, Any]:
        """Return what was noted when the build was made: format, fingerprint, time."""
        with contextlib.suppress(OSError, ValueError):
            meta = json.loads((self.path / "meta.json").read_text())
            return meta if isinstance(meta, dict) else {}
        return {}

    def note(self, **more: Any) -> None:
        """Add to what is noted about the build."""
        write_atomically(self.path / "meta.json", json.dumps({**self.meta(), **more}))

    def toc(self) -> Contents:
        """Return the table of contents of the last commit."""
        return read_contents(self.path, self.generation(), ArrayCodec())

    def journal(self, entries: list[list[str]]) -> None:
        """Note keys that changed in the live build while this one is being filled."""
        with open(self.path / "journal.jsonl", "a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)

    def read_journal(self) -> list[list[str]]:
        try:
            lines = (self.path / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [list(entry) for entry in dict.fromkeys(tuple(json.loads(line)) for line in lines)]

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())


class IndexFolder:
    """The folder of one index: which build is live, who may write."""

    def __init__(self, path: Path | str):
        self.path = Path(path)

    def stamp(self) -> tuple[str, int]:
        """Return (build name, generation): changes whenever there is something new to read."""
        name = self.live_name()
        return name, Build(self.path / name).generation() if name else -1

    def live_name(self) -> str:
        """Return the name of the live build; "" if none is named, or none that could be one."""
        try:
            name = (self.path / "current").read_text(errors="replace").strip()
        except FileNotFoundError:
            return ""
        return name if _BUILD_NAME.match(name) else ""

    def live(self) -> Build:
        """Return the live build; IndexMissingError if there is none."""
        name = self.live_name()
        if not name or not (self.path / name).is_dir():
            raise IndexMissingError(str(self.path))
        return Build(self.path / name)

    def new_build(self, meta: dict[str, Any]) -> Build:
        build = Build(self.path / f"build-{time.time_ns()}")
        build.create({"created": time.time(), **meta})
        return build

    def make_live(self, build: Build) -> None:
        """Let searches use this build from now on and remove the builds it replaces."""
        write_atomically(self.path / "current", build.name)
        (build.path / "journal.jsonl").unlink(missing_ok=True)
        self.remove_others(build.name)

    def remove_others(self, keep: str) -> None:
        for path in self.path.glob("build-*"):
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    def building(self) -> Build | None:
        """Return the build that a rebuild in progress is filling."""
        try:
            with open(self.path / "rebuild.lock", "r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return None  # nobody holds it; a name left in it is that of a dead rebuild
        except FileNotFoundError:
            return None
        except BlockingIOError:
            name = (self.path / "rebuild.lock").read_text().strip()
            return Build(self.path / name) if name and (self.path / name).is_dir() else None

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, waiting for as long as another process or thread writes."""
        self.path.mkdir(parents=True, exist_ok=True)
        with open(self.path / "write.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def lock_rebuild(self) -> "RebuildLock":
        return RebuildLock(self.path)


class RebuildLock:
    """Held for the whole of a rebuild; names the build being filled, for the journal."""

    def __init__(self, path: Path):
        path.mkdir(parents=True, exist_ok=True)
        self._file = open(path / "rebuild.lock", "a+")  # noqa: SIM115 (held until release)
        for attempt in range(20):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if attempt:  # the first time it may be a writer that looks who is rebuilding
                    time.sleep(0.05)
        self._file.close()
        raise RebuildRunningError(str(path))

    def announce(self, name: str) -> None:
        self._file.truncate(0)
        self._file.write(name)
        self._file.flush()

    def release(self) -> None:
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's content so that a reader, or a power cut, finds the old or the new one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
