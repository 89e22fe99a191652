"""The state of an index: what it holds, whether it can be read, whether it is up to date."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.engine.fingerprint import schema_fingerprint
from search.engine.snapshot import SnapshotCache
from search.engine.storage import (
    FORMAT,
    Build,
    IndexDamagedError,
    IndexFolder,
    IndexMissingError,
    write_atomically,
)

DAMAGED = "damaged"  # a file with this name asks the worker for a rebuild, and says why


@dataclass(frozen=True)
class IndexStatus:
    """What `rynek index status` shows."""

    path: Path
    problem: str = ""  # "" = fine, or one of "missing", "damaged", "outdated"
    detail: str = ""
    documents: int = 0
    segments: int = 0
    deleted: int = 0  # documents replaced or deleted since they were written
    generation: int = -1
    size: int = 0  # bytes
    built: float = 0.0  # seconds since the epoch
    is_rebuilding: bool = False


def status(path: Path | str, *, thorough: bool = False) -> IndexStatus:
    """Return the state of an index; `thorough` reads every byte to find silent damage."""
    folder = IndexFolder(path)
    rebuilding = folder.building() is not None
    try:
        build = folder.live()
        snapshot = SnapshotCache(folder).current()
        if thorough and (broken := list(damaged_segments(build))):
            raise IndexDamagedError(", ".join(broken))
    except IndexMissingError:
        return IndexStatus(folder.path, "missing", is_rebuilding=rebuilding)
    except IndexDamagedError as error:
        return IndexStatus(folder.path, "damaged", str(error), is_rebuilding=rebuilding)
    problem, detail = _problem(folder, build)
    return IndexStatus(
        folder.path,
        problem,
        detail,
        snapshot.count,
        len(snapshot.segments),
        snapshot.size - snapshot.count,
        snapshot.stamp[1],
        build.size(),
        float(build.meta().get("created", 0.0)),
        rebuilding,
    )


def _problem(folder: IndexFolder, build: Build) -> tuple[str, str]:
    note = folder.path / DAMAGED
    if note.exists():
        return "damaged", note.read_text(encoding="utf-8", errors="replace")
    meta = build.meta()
    if meta.get("format") != FORMAT or meta.get("fingerprint") != schema_fingerprint():
        return "outdated", "what models declare for search has changed since it was built"
    if not meta.get("models"):
        return "outdated", "it was never built as a whole"
    return "", ""


def damaged_segments(build: Build) -> Iterator[str]:
    """Yield what is wrong with the files of the segments, by size and checksum."""
    for info in build.toc().segments:
        path = build.path / info.make_filename(info.COMPOUND_EXT)
        try:
            data = path.read_bytes()
        except OSError as error:
            yield f"{path.name}: {error.strerror}"
            continue
        if zlib.crc32(data) != getattr(info, "checksum", None):
            yield f"{path.name}: wrong checksum"


def confirm_damage(path: Path | str, error: BaseException) -> bool:
    """After an unexpected error: return whether the index is damaged, and note it if so."""
    folder = IndexFolder(path)
    try:
        broken = list(damaged_segments(folder.live()))
    except Exception as other:  # noqa: BLE001 (an unreadable table of contents fails in any way)
        broken = [repr(other)]
    if broken:
        write_atomically(folder.path / DAMAGED, f"{error!r}: {', '.join(broken)}"[:2000])
    return bool(broken)


def clear_damage(path: Path | str) -> None:
    """Forget the damage; called when a rebuild has replaced the index."""
    (Path(path) / DAMAGED).unlink(missing_ok=True)
