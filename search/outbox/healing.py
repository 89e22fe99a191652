"""Healing: an index that is missing, damaged or outdated is rebuilt beside the live one.

Each new or changed file of the index is read once by checksum and posting by posting, and all of
them every hour: a disk may change bytes without telling anybody.
"""

import contextlib
import logging
import time
from typing import Any

from modelsearch.backends import get_search_backends, get_search_backends_with_name

from search.engine.health import Checked, damaged_segments, note_damage, status
from search.engine.rebuild import NoRoomError, Progress, rebuild
from search.engine.storage import RebuildRunningError
from search.engine.whoosh import WhooshSearchBackend
from search.outbox.models import Change

logger = logging.getLogger("search.outbox")

BATCH = 500  # changes forgotten at a time
CHECK_ALL_EVERY = 3600  # seconds
_checked: dict[str, tuple[float, Checked]] = {}  # by path: since when, and which files are sound


def whoosh_backends() -> list[tuple[str, Any]]:
    """Return (name, backend) of the configured Whoosh backends."""
    return [
        (name, backend)
        for name, backend in get_search_backends_with_name()
        if isinstance(backend, WhooshSearchBackend)
    ]


def heal() -> int:
    """Rebuild indexes with a problem; return how many. Called by the worker, never by a request."""
    healed = 0
    for name, backend in whoosh_backends():
        look_for_damage(backend)
        state = status(backend.path)
        if not state.problem or state.is_rebuilding:
            continue
        logger.warning("Search index '%s' is %s %s: rebuilding", name, state.problem, state.detail)
        try:
            count = rebuild_and_forget(backend)
        except RebuildRunningError:
            continue
        except (NoRoomError, OSError):
            logger.exception("Search index '%s' cannot be rebuilt", name)
            continue
        logger.warning("Search index '%s' rebuilt: %d documents", name, count)
        healed += 1
    return healed


def rebuild_and_forget(backend: Any, progress: Progress = lambda items, total: items) -> int:
    """Rebuild an index and drop the changes recorded before, which it then knows.

    Another search backend may still need them; raises what `rebuild` raises.
    """
    recorded = list(Change.objects.values_list("pk", flat=True))
    count = rebuild(backend, progress)
    if len(list(get_search_backends())) == 1:
        for start in range(0, len(recorded), BATCH):
            Change.objects.filter(pk__in=recorded[start : start + BATCH]).delete()
    return count


def look_for_damage(backend: Any) -> None:
    """Note damage in files of the index that are new, have changed, or were read an hour ago."""
    path = str(backend.path)
    since, checked = _checked.get(path, (0.0, {}))
    if time.monotonic() - since > CHECK_ALL_EVERY or not checked:
        since, checked = time.monotonic(), {}
    _checked[path] = (since, checked)
    # Without a table of contents there is nothing to read; `status` says so by itself.
    with contextlib.suppress(Exception):
        if faults := list(damaged_segments(backend.folder.live(), checked)):
            note_damage(path, ", ".join(faults))
