"""The state of an index: what it holds, whether it can be read, whether it is up to date."""

import contextlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.engine.contents import SegmentInfo
from search.engine.fingerprint import schema_fingerprint
from search.engine.inspection import sample_faults, segment_faults
from search.engine.segment import Segment
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
    """Return the state of an index; `thorough` reads every byte and posting to find silent damage,
    and searches for some documents of each segment."""
    folder = IndexFolder(path)
    rebuilding = folder.building() is not None
    try:
        build = folder.live()
        if build.meta().get("format", FORMAT) != FORMAT:
            detail = "an older version of Rynek wrote it"
            return IndexStatus(folder.path, "outdated", detail, is_rebuilding=rebuilding)
        snapshot = SnapshotCache(folder).current()
        if snapshot.missing:
            raise IndexDamagedError(", ".join(snapshot.missing))
        if thorough and (broken := [*damaged_segments(build), *sample_faults(snapshot)]):
            raise IndexDamagedError(", ".join(broken[:5]))
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
    if detail := noted_damage(folder.path)[0]:
        return "damaged", detail
    meta = build.meta()
    if "format" not in meta:
        return "outdated", "nothing says how it was written"
    if meta.get("fingerprint") != schema_fingerprint():
        return "outdated", "what models declare for search has changed since it was built"
    if not meta.get("models"):
        return "outdated", "it was never built as a whole"
    return "", ""


# What is known to be sound: {file: (time of its last change in ns, bytes, inode)}.
Checked = dict[str, tuple[int, int, int]]


def damaged_segments(build: Build, checked: Checked | None = None) -> Iterator[str]:
    """Yield what is wrong with the files of the segments: size, checksum and contents.

    Files that have not changed since they were `checked` are passed over; sound ones join them.
    """
    for info in build.toc().segments:
        path = build.path / info.make_filename(info.COMPOUND_EXT)
        try:
            found = os.stat(path)
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if checked is not None and checked.get(str(path)) == stamp:
                continue
            faults = list(_file_faults(build, path, info))
        except OSError as error:
            faults = [f"{path.name}: {error.strerror}"]
        except Exception as error:  # noqa: BLE001 (a damaged file fails in any way at all)
            faults = [f"{path.name}: {error!r}"]
        if checked is not None and not faults:
            checked[str(path)] = stamp
        yield from faults[:5]


def _file_faults(build: Build, path: Path, info: SegmentInfo) -> Iterator[str]:
    if checksum(path) != info.checksum:
        yield f"{path.name}: wrong checksum"
        return
    yield from segment_faults(Segment(build.path, info))


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file; OSError if it cannot be read."""
    value = 0
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            value = zlib.crc32(part, value)
    return value


def confirm_damage(path: Path | str, error: BaseException) -> bool:
    """After an unexpected error: return whether the index is damaged, and note it if so."""
    folder = IndexFolder(path)
    try:
        broken = list(damaged_segments(folder.live()))
    except Exception as other:  # noqa: BLE001 (an unreadable table of contents fails in any way)
        broken = [repr(other)]
    if broken:
        note_damage(path, f"{error!r}: {', '.join(broken)}")
    return bool(broken)


def note_damage(path: Path | str, detail: str, cause: str = "") -> None:
    """Ask the worker for a rebuild, and say why.

    `cause` says where a search failed on contents in which nothing is wrong. What a rebuild has
    been tried for and comes again is a fault of the code: it asks for no second rebuild.
    """
    folder = IndexFolder(path)
    with contextlib.suppress(OSError, IndexMissingError):
        if cause and cause in folder.live().meta().get("rebuilt_for", []):
            return
        write_atomically(folder.path / DAMAGED, f"{detail[:2000]}\n{cause}")


def noted_damage(path: Path | str) -> tuple[str, str]:
    """Return what is noted about damage and the error that led to it; empty if nothing is."""
    try:
        note = (Path(path) / DAMAGED).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "", ""
    detail, _, cause = note.rpartition("\n")
    return detail or "damaged", cause


def clear_damage(path: Path | str) -> None:
    """Forget the damage; called when a rebuild has replaced the index."""
    (Path(path) / DAMAGED).unlink(missing_ok=True)
