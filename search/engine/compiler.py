"""Compilers: modelsearch queries and Django querysets in the terms of the engine."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
from django.db.models import Model, OrderBy, QuerySet
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.sql import Query
from modelsearch.backends.base import BaseSearchQueryCompiler, FilterError
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from search.engine import filters, matching, prefixes
from search.engine.documents import MODELS, PK
from search.engine.matching import Match
from search.engine.snapshot import Snapshot

_TEXT_TESTS = {
    "iexact": lambda value: lambda text: text.lower() == value.lower(),
    "istartswith": lambda value: lambda text: text.lower().startswith(value.lower()),
    "contains": lambda value: lambda text: value in text,
    "icontains": lambda value: lambda text: value.lower() in text.lower(),
    "endswith": lambda value: lambda text: text.endswith(value),
    "iendswith": lambda value: lambda text: text.lower().endswith(value.lower()),
}
LOOKUPS = frozenset(
    ["exact", "isnull", "in", "lt", "lte", "gt", "gte", "range", "startswith", *_TEXT_TESTS]
)


class WhooshQueryCompiler(BaseSearchQueryCompiler):
    """A whole-word search over the objects of a queryset."""

    HANDLES_ORDER_BY_EXPRESSIONS = True
    _in_database = False  # a filter that columns cannot answer was met

    # What to find

    def match(self, snapshot: Snapshot) -> Match:
        """Return the documents that the query finds, whatever their model."""
        slots = frozenset(self.fields) if self.fields else None
        return self._node(snapshot, self.query, slots, exactly=False)

    def _node(
        self, snapshot: Snapshot, node: Any, slots: frozenset[str] | None, *, exactly: bool
    ) -> Match:
        if isinstance(node, MatchAll):
            return matching.match_all(snapshot)
        if isinstance(node, Not):
            return ~self._node(snapshot, node.subquery, slots, exactly=True)
        if isinstance(node, And | Or):
            parts = [self._node(snapshot, n, slots, exactly=exactly) for n in node.subqueries]
            if not parts:
                return matching.match_nothing(snapshot)
            return reduce(and_ if isinstance(node, And) else or_, parts)
        if isinstance(node, Boost):
            found = self._node(snapshot, node.subquery, slots, exactly=exactly)
            return Match(found.mask, found.scores * np.float32(node.boost))
        return self._leaf(snapshot, node, slots, exactly=exactly)

    def _leaf(
        self, snapshot: Snapshot, node: Any, slots: frozenset[str] | None, *, exactly: bool
    ) -> Match:
        if isinstance(node, PlainText):
            found = matching.match_text(
                snapshot, node.query_string, operator=node.operator, slots=slots, exactly=exactly
            )
            return Match(found.mask, found.scores * np.float32(node.boost))
        if isinstance(node, Phrase):
            return matching.match_phrase(snapshot, node.query_string, slots=slots)
        if isinstance(node, Fuzzy):
            return matching.match_fuzzy(
                snapshot, node.query_string, operator=node.operator, slots=slots
            )
        raise NotImplementedError(f"{type(node).__name__} queries are not supported")

    # Among what

    def scope(self) -> filters.Filter:
        """Return the filter of the queryset; FilterError if a lookup is unknown."""
        model_filter = filters.Equal(MODELS, self.queryset.model._meta.label_lower)
        self._in_database = False
        conditions = self._get_filters_from_queryset()
        if self._in_database:
            # Conditions on related rows must hold on the same row, and subqueries know more than
            # columns do: such a queryset is asked once for the keys of its rows.
            keys = self.queryset.order_by().values_list("pk", flat=True)
            return model_filter & filters.OneOf(PK, list(keys))
        return model_filter & conditions if conditions is not None else model_filter

    def _process_lookup(
        self, field_path: list[Any], lookup: str, value: Any
    ) -> filters.Filter | None:
        if lookup not in LOOKUPS:
            return None
        if len(field_path) > 1 or _is_expression(value):
            self._in_database = True
            return filters.Everything()
        return lookup_filter(field_path[-1].get_attname(self.queryset.model), lookup, value)

    def _process_match_none(self) -> filters.Filter:
        return filters.Nothing()

    def _connect_filters(
        self, parts: Iterable[filters.Filter], connector: str, negated: bool
    ) -> filters.Filter | None:
        parts = list(parts)
        if not parts:
            return None
        if connector not in ("AND", "OR"):
            raise FilterError(
                f"Cannot apply filter on search results: {connector} is not supported."
            )
        joined = filters.AllOf(parts) if connector == "AND" else filters.AnyOf(parts)
        return ~joined if negated else joined

    # In which order

    def order(self, snapshot: Snapshot, docs: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """Return document numbers in the order wanted (not called for `orders_in_database`)."""
        if self.order_by_relevance:
            return docs[np.lexsort((docs, -scores[docs]))]
        keys = []
        for reverse, field in self._get_order_by():
            ranks = snapshot.sort_ranks(field.get_attname(self.queryset.model))[docs]
            keys.append(-ranks if reverse else ranks)
        if not keys:
            keys = [-snapshot.sort_ranks(PK)[docs]]
        return docs[np.lexsort([docs, *reversed(keys)])]

    @property
    def orders_in_database(self) -> bool:
        """Whether the queryset is ordered by an expression, which only the database can evaluate."""
        return not self.order_by_relevance and any(
            isinstance(term, OrderBy) or not isinstance(term, str)
            for term in self.queryset.query.order_by
        )


class WhooshAutocompleteQueryCompiler(WhooshQueryCompiler):
    """A search for words that start as the words of the query do."""

    def _leaf(
        self, snapshot: Snapshot, node: Any, slots: frozenset[str] | None, *, exactly: bool
    ) -> Match:
        # All words must be there: the more is typed, the fewer suggestions.
        return prefixes.match_prefixes(snapshot, node.query_string, operator="and", slots=slots)


def _is_expression(value: Any) -> bool:
    return isinstance(value, QuerySet | Query | BaseExpression | Combinable)


def lookup_filter(column: str, lookup: str, value: Any) -> filters.Filter:
    """Return the filter of one Django lookup on a column."""
    if isinstance(value, Model):
        value = value.pk
    match lookup:
        case "exact":
            return filters.Equal(column, value)
        case "in":
            return filters.OneOf(column, list(value))
        case "isnull":
            return filters.IsEmpty(column) if value else ~filters.IsEmpty(column)
        case "startswith":
            return filters.StartsWith(column, [str(value)])
        case "range":
            low, high = value
            return filters.Between(column, low, high)
        case "lt" | "lte":
            return filters.Between(column, high=value, with_high=lookup == "lte")
        case "gt" | "gte":
            return filters.Between(column, low=value, with_low=lookup == "gte")
    return filters.Matching(column, _TEXT_TESTS[lookup](str(value)))
