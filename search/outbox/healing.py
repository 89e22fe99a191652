"""Healing: an index that is missing, damaged or outdated is rebuilt beside the live one."""

import logging
from typing import Any

from modelsearch.backends import get_search_backends_with_name

from search.engine.health import status
from search.engine.rebuild import NoRoomError, rebuild
from search.engine.storage import RebuildRunningError
from search.engine.whoosh import WhooshSearchBackend

logger = logging.getLogger("search.outbox")


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
        state = status(backend.path)
        if not state.problem or state.is_rebuilding:
            continue
        logger.warning("Search index '%s' is %s %s: rebuilding", name, state.problem, state.detail)
        try:
            count = rebuild(backend)
        except RebuildRunningError:
            continue
        except (NoRoomError, OSError):
            logger.exception("Search index '%s' cannot be rebuilt", name)
            continue
        logger.warning("Search index '%s' rebuilt: %d documents", name, count)
        healed += 1
    return healed
