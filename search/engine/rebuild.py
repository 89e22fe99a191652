"""Rebuilding an index beside the live one, with progress."""

import contextlib
import shutil
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from search.engine.health import clear_damage, noted_damage
from search.engine.index import BuildingIndex, WhooshRebuilder
from search.engine.storage import IndexMissingError
from search.engine.verify import indexed_counts

CHUNK = 200
Progress = Callable[[Iterable[Any], int], Iterable[Any]]
_RESERVE = 64_000_000  # bytes
_MOST_CAUSES = 20


class NoRoomError(Exception):
    """The disk has too little room for a second index beside the live one."""


def rebuild(backend: Any, progress: Progress = lambda items, total: items) -> int:
    """Rebuild everything and swap; return the number of documents. Searches go on meanwhile.

    RebuildRunningError if another process rebuilds; NoRoomError before anything is written.
    """
    _check_room(backend)
    causes = [*_rebuilt_for(backend), noted_damage(backend.path)[1]]
    builder = WhooshRebuilder(backend.get_index_for_model(models.Model))
    building = builder.start()
    try:
        counts = indexed_counts()
        for document_count in progress(_fill(building, list(counts)), sum(counts.values())):
            del document_count
        builder.finish()
    except BaseException:
        builder.abandon()
        raise
    builder.build.note(rebuilt_for=list(dict.fromkeys(filter(None, causes)))[-_MOST_CAUSES:])
    clear_damage(backend.path)
    return building.count


def _rebuilt_for(backend: Any) -> list[str]:
    with contextlib.suppress(IndexMissingError):
        return list(backend.folder.live().meta().get("rebuilt_for", []))
    return []


def _fill(building: BuildingIndex, chosen: list[Any]) -> Iterable[int]:
    """Add all objects, yielding once for each."""
    for model in chosen:
        building.add_model(model)
        objects = model.get_indexed_objects().order_by("pk")
        chunk: list[models.Model] = []
        for obj in objects.iterator(chunk_size=CHUNK):
            chunk.append(obj)
            if len(chunk) == CHUNK:
                building.add_items(model, chunk)
                chunk = []
            yield 1
        building.add_items(model, chunk)


def _check_room(backend: Any) -> None:
    folder = backend.folder
    folder.path.mkdir(parents=True, exist_ok=True)
    name = folder.live_name()
    size = (
        sum(f.stat().st_size for f in (folder.path / name).rglob("*") if f.is_file()) if name else 0
    )
    free = shutil.disk_usage(folder.path).free
    # The new index and, for a moment, its largest segment twice.
    if free < 2 * size + _RESERVE:
        raise NoRoomError(
            f"{free / 1e6:.0f} MB free at {folder.path}, {2 * size / 1e6:.0f} MB needed"
        )
