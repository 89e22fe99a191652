"""Results: the engine ranks, the caller's queryset loads (and has the last word on) the objects."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from django.db.models import Model
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.backends.database.fallback import DatabaseSearchBackend
from modelsearch.index import class_is_indexed

from search.engine.answering import answered
from search.engine.compiler import WhooshAutocompleteQueryCompiler
from search.engine.documents import MODELS, PK
from search.engine.filters import Equal
from search.engine.health import confirm_damage
from search.engine.matching import Match
from search.engine.snapshot import Snapshot, snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError

logger = logging.getLogger("search.engine")

T = TypeVar("T")


class WhooshSearchResults(BaseSearchResults):
    """Lazy results of one search, as modelsearch defines them."""

    supports_facet = True

    @cached_property
    def _match(self) -> tuple[Snapshot, Match]:
        """What the query finds among all documents, whatever the queryset."""
        snapshot = self._snapshot()
        return snapshot, self.query_compiler.match(snapshot)

    @cached_property
    def _found(self) -> tuple[Snapshot, np.ndarray, np.ndarray]:
        """(snapshot, the documents found as numbers, scores of all documents)."""
        snapshot, match = self._match
        mask = match.mask & snapshot.live & self.query_compiler.scope().mask(snapshot)
        scores = match.scores
        if self.query_compiler.order_by_relevance and snapshot.factors is not None:
            scores = scores * snapshot.factors
        return snapshot, np.flatnonzero(mask), scores

    def _snapshot(self) -> Snapshot:
        try:
            return snapshots(self.backend.path).current()
        except IndexMissingError:
            logger.warning("There is no search index at %s yet", self.backend.path)
        except IndexDamagedError as error:
            # A search must not bring a page down; the worker heals what is noted here.
            confirm_damage(self.backend.path, error)
            logger.exception("The search index cannot be read")
        return Snapshot(("", -1), [], [])

    def _answered(self, ask: Callable[[], T]) -> T:
        """Return ask(), if need be without the segments of the index that are damaged."""

        def ask_anew() -> T:
            try:
                return ask()
            except Exception:
                for name in ("_match", "_found", "_database"):
                    self.__dict__.pop(name, None)
                raise

        return answered(self.backend.path, ask_anew)

    def _clone(self) -> "WhooshSearchResults":
        # A slice shares the match, but asks the queryset's subqueries anew, as Django does.
        new = super()._clone()
        if "_match" in self.__dict__:
            new.__dict__["_match"] = self._match
        return new

    @cached_property
    def _database(self) -> BaseSearchResults | None:
        """The database's answer if the index has never heard of the model (or cannot be read)."""
        snapshot, _ = self._match
        model = self.query_compiler.queryset.model
        if model._meta.label_lower in snapshot.models or not class_is_indexed(model):
            return None
        if Equal(MODELS, model._meta.label_lower).mask(snapshot).any():
            return None
        return search_database(self.query_compiler)

    def _do_count(self) -> int:
        return self._answered(self._counted)

    def _counted(self) -> int:
        if self._database is not None:
            return self._database[self.start : self.stop].count()
        _, docs, _ = self._found
        stop = len(docs) if self.stop is None else min(self.stop, len(docs))
        return max(stop - self.start, 0)

    def _do_search(self) -> Iterable[Model]:
        return self._answered(self._searched)

    def _searched(self) -> Iterable[Model]:
        if self._database is not None:
            return self._annotated(list(self._database[self.start : self.stop]), {})
        snapshot, docs, scores = self._found
        queryset = self.query_compiler.queryset
        if self.query_compiler.orders_in_database:
            pks = [snapshot.value(PK, d) for d in docs.tolist()]
            return self._annotated(list(queryset.filter(pk__in=pks)[self.start : self.stop]), {})
        page = self.query_compiler.order(snapshot, docs, scores)[self.start : self.stop]
        by_pk = {str(snapshot.value(PK, d)): float(scores[d]) for d in page.tolist()}
        objects = {str(o.pk): o for o in queryset.order_by().filter(pk__in=list(by_pk))}
        return self._annotated([objects[pk] for pk in by_pk if pk in objects], by_pk)

    def _annotated(self, objects: list[Model], scores: dict[str, float]) -> list[Model]:
        if self._score_field:
            for obj in objects:
                setattr(obj, self._score_field, scores.get(str(obj.pk), 0.0))
        return objects

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        model = self.query_compiler.queryset.model
        fields = {f.field_name: f for f in model.get_filterable_search_fields()}
        fields |= {f.get_attname(model): f for f in fields.values()}
        if field_name not in fields:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {model.__name__}.search_fields.",
                field_name=field_name,
            )
        field = fields[field_name]
        counts = self._answered(lambda: self._counts_of(field.get_attname(model)))
        return OrderedDict(
            (_python_value(field.get_type(model), value), count)
            for value, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        )

    def _counts_of(self, column: str) -> dict[Any, int]:
        snapshot, docs, _ = self._found
        mask = np.zeros(snapshot.size, bool)
        mask[docs] = True
        return snapshot.facet(column, mask)


def search_database(compiler: Any) -> BaseSearchResults:
    """Return what a plain database search finds: slow and unranked, but better than nothing."""
    queryset = compiler.queryset
    autocomplete = isinstance(compiler, WhooshAutocompleteQueryCompiler)
    backend = DatabaseSearchBackend({})
    find = backend.autocomplete if autocomplete else backend.search
    results = find(
        compiler.query,
        queryset,
        fields=compiler.fields,
        order_by_relevance=compiler.order_by_relevance,
    )
    # Only afterwards: the compiler insists on a FilterField for every condition of a queryset.
    indexed = queryset.model.get_indexed_objects().order_by().values("pk")
    results.query_compiler.queryset = queryset.filter(pk__in=indexed)
    return results


def _python_value(kind: str, value: Any) -> Any:
    """Return a column's value as the model field has it."""
    if value is None:
        return None
    if kind == "BooleanField":
        return bool(value)
    if kind in ("DateField", "DateTimeField") and isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1e6, UTC)
        return date(moment.year, moment.month, moment.day) if kind == "DateField" else moment
    return value
