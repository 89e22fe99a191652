"""Scopes: what a person may find, as one queryset per model, on the columns of the index."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import FieldError, FilterError
from modelsearch.query import MATCH_ALL

from search.engine.compiler import WhooshQueryCompiler
from search.engine.documents import MODELS, PK, root_model
from search.engine.filters import Equal, Filter, OneOf
from search.engine.health import confirm_damage
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError

logger = logging.getLogger("search.engine")

# Set by search.outbox: the keys ("app.model:pk") of objects whose changes are not yet indexed, or
# None if they are too many to name.
pending_keys: Callable[[], Iterable[str] | None] = lambda: ()  # noqa: E731


@dataclass
class Scope:
    """The objects of one model that may be found."""

    model: type[Model]
    queryset: QuerySet[Any]

    def filter(self) -> Filter:
        """Return the queryset as a filter on columns, or, failing that, on its primary keys."""
        compiler = WhooshQueryCompiler(self.queryset, MATCH_ALL)
        try:
            return compiler.scope()
        except (FieldError, FilterError, ValueError, AttributeError):
            return self.database_filter()

    def database_filter(self) -> Filter:
        """Return the queryset as its primary keys, as the database knows them now."""
        pks = self.queryset.order_by().values_list("pk", flat=True)
        return Equal(MODELS, self.model._meta.label_lower) & OneOf(PK, list(pks))


@dataclass
class Scopes:
    """All scopes of a search on one snapshot."""

    snapshot: Snapshot
    scopes: list[Scope]
    mask: np.ndarray = field(init=False)  # documents that may be found

    def __post_init__(self) -> None:
        pending = pending_keys()
        mask = np.zeros(self.snapshot.size, bool)
        for scope in self.scopes:
            condition = scope.database_filter() if pending is None else scope.filter()
            mask |= condition.mask(self.snapshot)
        self.mask = mask & self.snapshot.live
        self._recheck(pending or ())

    def _recheck(self, pending: Iterable[str]) -> None:
        """Take out what changed since it was indexed and is no longer in the database's scope."""
        stale = self.snapshot.find(pending)
        by_root: dict[str, list[tuple[int, Any]]] = {}
        for key, doc in stale.items():
            if self.mask[doc]:
                by_root.setdefault(key.split(":", 1)[0], []).append(
                    (doc, self.snapshot.value(PK, doc))
                )
        for root, pairs in by_root.items():
            visible = self.visible(root, [pk for _, pk in pairs])
            for doc, pk in pairs:
                self.mask[doc] = str(pk) in visible

    def _of_root(self, root: str) -> list[Scope]:
        return [s for s in self.scopes if root_model(s.model)._meta.label_lower == root]

    def visible(self, root: str, pks: list[Any]) -> set[str]:
        """Return which of the objects the database says are in a scope now."""
        return {
            str(pk)
            for scope in self._of_root(root)
            for pk in scope.queryset.order_by().filter(pk__in=pks).values_list("pk", flat=True)
        }

    def load(self, root: str, pairs: list[tuple[int, Any]]) -> dict[int, Model]:
        """Return {document: object} for (document, primary key) pairs still in a scope."""
        objects: dict[str, Model] = {}
        for scope in self._of_root(root):
            queryset = scope.queryset.order_by().filter(pk__in=[pk for _, pk in pairs])
            objects.update((str(o.pk), o) for o in queryset)
        return {doc: objects[str(pk)] for doc, pk in pairs if str(pk) in objects}


def open_scopes(scopes: Mapping[type[Model], QuerySet[Any]], backend: str = "default") -> Scopes:
    """Return the scopes on the current snapshot of a backend's index (empty if there is none)."""
    path = get_search_backend(backend).path
    try:
        snapshot = snapshots(path).current()
    except (IndexMissingError, IndexDamagedError) as error:
        if isinstance(error, IndexDamagedError):
            confirm_damage(path, error)
        logger.exception("There is no search index that can be read at %s", path)
        snapshot = Snapshot(("", -1), [], [])
    return Scopes(snapshot, [Scope(model, queryset) for model, queryset in scopes.items()])
