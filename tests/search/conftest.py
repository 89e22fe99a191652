"""An index of its own for every test."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from search.outbox.drain import drain


@pytest.fixture
def whoosh(settings: Any, tmp_path: Path) -> Any:
    """The Whoosh backend as the default, with an empty folder; nothing is indexed by itself."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.engine.whoosh",
            "PATH": str(tmp_path / "index"),
            "AUTO_UPDATE": False,
        }
    }
    return get_search_backend("default")


@pytest.fixture
def rebuild(whoosh: Any) -> Any:
    """Index everything in the database: `rebuild()`."""

    def run() -> None:
        call_command("update_index", stdout=StringIO(), verbosity=0)

    return run


@pytest.fixture
def fresh_index(rebuild: Any) -> Any:
    """An index that knows all that is in the database whenever `fresh_index()` was called."""
    rebuild()

    def catch_up() -> None:
        while drain():
            pass

    return catch_up
