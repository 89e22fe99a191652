"""What one reader sees of one snapshot of the index, as the database says now."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from search.engine.documents import PK, ROOT, root_model
from search.engine.filters import OneOf
from search.engine.snapshot import Snapshot
from search.page.registry import Reader, Source
from search.page.visibility import visible_among


class Sight:
    """The documents of all sources, and which of them the reader sees.

    Masks are arrays with one boolean for each document of the snapshot. Nothing changes but what
    has been asked already: the database is asked about each document at most once, so that one
    request has one answer.
    """

    def __init__(self, snapshot: Snapshot, reader: Reader, sources: Sequence[Source]) -> None:
        self.snapshot = snapshot
        self.reader = reader
        self.sources = sources
        # Deleted documents stay in their segment until it is merged: `live` leaves them out.
        self.places: dict[str, np.ndarray] = {
            source.name: OneOf(ROOT, [root_model(source.model)._meta.label_lower]).mask(snapshot)
            & snapshot.live
            for source in sources
        }
        self.registered = self.nothing()  # of any source: an index may hold more than is searched
        for place in self.places.values():
            self.registered |= place
        self._asked = self.nothing()
        self._seen = self.nothing()

    def nothing(self) -> np.ndarray:
        return np.zeros(self.snapshot.size, bool)

    def mask_of(self, docs: Sequence[int] | np.ndarray) -> np.ndarray:
        mask = self.nothing()
        mask[list(docs)] = True
        return mask

    def keys_of(self, docs: np.ndarray) -> list[Any]:
        """Primary keys of documents, in their order."""
        return self.snapshot.whole_numbers(PK)[docs].tolist()

    def seen(self, mask: np.ndarray) -> np.ndarray:
        """Of these documents, those that the reader sees. At most one query for each source."""
        new = mask & ~self._asked
        for source in self.sources:
            docs = np.flatnonzero(new & self.places[source.name])
            if len(docs):
                pks = self.keys_of(docs)
                visible = visible_among(source, self.reader, pks)
                self._seen[docs] = np.fromiter((pk in visible for pk in pks), bool, len(pks))
        self._asked |= new
        return mask & self._seen
