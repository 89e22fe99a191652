"""The search backend: a complete modelsearch/Wagtail backend on Whoosh.

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.engine.whoosh", "PATH": BASE_DIR / "var" / "index"},
    }

PATH is a folder on a local disk (file locks are not reliable on network shares). All models share
one index, hence one ranking. `AUTO_UPDATE: False` together with `search.outbox` keeps index writes
out of requests; without them every saved object is one commit, in the request that saves it.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from modelsearch.backends.base import BaseSearchBackend

from search.engine.compiler import WhooshAutocompleteQueryCompiler, WhooshQueryCompiler
from search.engine.index import WhooshIndex, WhooshRebuilder
from search.engine.results import WhooshSearchResults
from search.engine.storage import IndexFolder


class WhooshSearchBackend(BaseSearchBackend):
    """Searches and writes the index at PATH."""

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteQueryCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = WhooshRebuilder

    def __init__(self, params: dict[str, Any]):
        super().__init__(params)
        if not params.get("PATH"):
            raise ImproperlyConfigured("The Whoosh search backend needs a PATH")
        self.path = Path(params["PATH"])
        self.folder = IndexFolder(self.path)

    def get_index_for_model(self, model: type[models.Model]) -> WhooshIndex:
        return WhooshIndex(self, self.folder)


SearchBackend = WhooshSearchBackend
