"""Does the search engine answer?"""

from modelsearch.backends import get_search_backend

from search.engine.snapshot import snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError
from search.engine.whoosh import WhooshSearchBackend
from search.page.engines.wagtail import ENGINE_ERRORS


def problem() -> str:
    """What is wrong with the default search engine; "" if it answers."""
    backend = get_search_backend()
    if isinstance(backend, WhooshSearchBackend):
        try:
            snapshots(backend.path).current()
        except IndexMissingError:
            return "there is no index yet"
        except IndexDamagedError as error:
            return f"the index is damaged: {error}"
        return ""
    client = getattr(backend, "es", None)
    try:
        if client is not None and not client.ping():
            return "the search server does not answer"
    except ENGINE_ERRORS as error:
        return str(error)
    return ""
