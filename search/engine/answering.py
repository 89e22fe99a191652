"""Answering in spite of damage: a search that fails on a segment is answered from the others.

The segment is left out from then on, the reason is logged and noted beside the index, `rynek
doctor` and `/healthz` say so, and the worker rebuilds the index aside.
"""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.db import Error as DatabaseProblem

from search.engine.health import note_damage
from search.engine.inspection import segment_faults
from search.engine.snapshot import Snapshot, SnapshotCache, snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError

logger = logging.getLogger("search.engine")

T = TypeVar("T")
_NOT_OURS = (DatabaseProblem, MemoryError, IndexMissingError)


def answered(path: Path | str, ask: Callable[[], T]) -> T:
    """Return ask(), which searches the current snapshot of an index (`snapshots(path)`).

    If it fails because of damage it is asked once more without the segments that are damaged;
    an error that has nothing to do with any segment is raised.
    """
    try:
        return ask()
    except _NOT_OURS:
        raise
    except Exception as error:
        if not leave_out_broken(path, ask, error):
            raise
    return ask()


def leave_out_broken(path: Path | str, ask: Callable[[], object], error: Exception) -> bool:
    """Return whether some segments are to blame for an error; they are left out from now on."""
    cache = snapshots(path)
    try:
        snapshot = cache.current()
    except IndexDamagedError as damage:
        note_damage(path, str(damage))
        return True  # the caller knows what to answer without an index
    cause = ""
    broken = {s.id: fault for s in snapshot.segments if (fault := next(segment_faults(s), ""))}
    if not broken:
        cause, broken = place_of(error), _failing_alone(cache, snapshot, ask)
    if not broken:
        return False
    logger.error(
        "A search failed on %s of %s segments of the index at %s and is answered without them "
        "until the worker has rebuilt it: %s",
        len(broken),
        len(snapshot.segments),
        path,
        "; ".join(broken.values()),
        exc_info=error,
    )
    cache.leave_out(snapshot.stamp[0], broken)
    note_damage(path, "; ".join(broken.values()), cause)
    return True


def place_of(error: Exception) -> str:
    """Return the kind of an error and the line that raised it."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _failing_alone(
    cache: SnapshotCache, snapshot: Snapshot, ask: Callable[[], object]
) -> dict[str, str]:
    """Return the segments (id: error) that fail when nothing but them is asked."""
    failing: dict[str, str] = {}
    for number, segment in enumerate(snapshot.segments):
        try:
            with cache.pinned(snapshot.alone(number)):
                ask()
        except Exception as error:  # noqa: BLE001 (which error it is tells nothing about the cause)
            failing[segment.id] = f"{segment.id}: {error!r}"
    # What fails everywhere is a fault of the question or of the code, not of a segment.
    return failing if len(failing) < len(snapshot.segments) else {}
