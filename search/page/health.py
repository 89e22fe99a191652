"""Does the search engine answer?"""

import random
from pathlib import Path

import numpy as np
from modelsearch.backends import get_search_backend

from search.engine.health import note_damage, noted_damage
from search.engine.inspection import document_fault
from search.engine.snapshot import snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError
from search.engine.whoosh import WhooshSearchBackend
from search.page.engines.wagtail import ENGINE_ERRORS


def _index_problem(path: Path) -> str:
    """What is wrong with an index: a document chosen at random is searched for by its words."""
    try:
        snapshot = snapshots(path).current()
    except IndexMissingError:
        return "there is no index yet"
    except IndexDamagedError as error:
        return f"the index is damaged: {error}"
    if snapshot.missing:
        return f"parts of the index are damaged: {', '.join(snapshot.missing)[:500]}"
    if damage := noted_damage(path)[0]:
        return f"the index is damaged: {damage[:500]}"
    live = np.flatnonzero(snapshot.live)
    if len(live) and (fault := document_fault(snapshot, int(random.choice(live)))):  # noqa: S311
        note_damage(path, fault, cause="a document that is not found by its own words")
        return fault
    return ""


def problem() -> str:
    """What is wrong with the default search engine; "" if it answers."""
    backend = get_search_backend()
    if isinstance(backend, WhooshSearchBackend):
        return _index_problem(backend.path)
    client = getattr(backend, "es", None)
    try:
        if client is not None and not client.ping():
            return "the search server does not answer"
    except ENGINE_ERRORS as error:
        return str(error)
    return ""
