"""Filters over columns: a small expression language, evaluated for all documents at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.engine.columns import ColumnValues, plain_value
from search.engine.snapshot import Snapshot


class Filter:
    """A condition on documents; combine with `&`, `|` and `~`."""

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        """Return which documents of a snapshot fulfil the condition."""
        raise NotImplementedError

    def __and__(self, other: "Filter") -> "Filter":
        return AllOf([self, other])

    def __or__(self, other: "Filter") -> "Filter":
        return AnyOf([self, other])

    def __invert__(self) -> "Filter":
        return NoneOf(self)


@dataclass
class Everything(Filter):
    """Every document."""

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        return np.ones(snapshot.size, bool)


@dataclass
class Nothing(Filter):
    """No document."""

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        return np.zeros(snapshot.size, bool)


@dataclass
class AllOf(Filter):
    filters: list[Filter]

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        mask = np.ones(snapshot.size, bool)
        for part in self.filters:
            mask &= part.mask(snapshot)
        return mask


@dataclass
class AnyOf(Filter):
    filters: list[Filter]

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        mask = np.zeros(snapshot.size, bool)
        for part in self.filters:
            mask |= part.mask(snapshot)
        return mask


@dataclass
class NoneOf(Filter):
    inner: Filter

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        return ~self.inner.mask(snapshot)


@dataclass
class OneOf(Filter):
    """The column holds one of the values; None stands for "no value"."""

    column: str
    values: Iterable[Any]

    def __post_init__(self) -> None:
        self.values = [plain_value(v) for v in self.values]

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        wanted = [v for v in self.values if v is not None]
        with_null = any(v is None for v in self.values)

        def choose(column: ColumnValues) -> np.ndarray:
            ranks = [r for v in wanted if (r := column.rank.get(v)) is not None]
            mask = column.mask_of(_chosen(column, ranks))
            return mask | column.is_null if with_null else mask

        return snapshot.column_masks(self.column, choose)


def Equal(column: str, value: Any) -> Filter:
    """The column holds the value."""
    return OneOf(column, [value])


@dataclass
class Between(Filter):
    """The column's value lies between two bounds; None = unbounded on that side."""

    column: str
    low: Any = None
    high: Any = None
    with_low: bool = True
    with_high: bool = True

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        low, high = plain_value(self.low), plain_value(self.high)

        def choose(column: ColumnValues) -> np.ndarray:
            values = column.values
            start, end = column.comparable(low if low is not None else high)
            if low is not None:
                cut = bisect_left if self.with_low else bisect_right
                start = cut(values, low, start, end)
            if high is not None:
                cut = bisect_right if self.with_high else bisect_left
                end = cut(values, high, start, end)
            return column.mask_of(_chosen(column, slice(start, max(start, end))))

        return snapshot.column_masks(self.column, choose)


@dataclass
class Matching(Filter):
    """The column's value, as text, fulfils a test (startswith, contains, ...)."""

    column: str
    test: Callable[[str], bool]

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        def choose(column: ColumnValues) -> np.ndarray:
            ranks = [i for i, v in enumerate(column.values) if self.test(str(v))]
            return column.mask_of(_chosen(column, ranks))

        return snapshot.column_masks(self.column, choose)


@dataclass
class StartsWith(Filter):
    """The column's text starts with one of the prefixes (page paths, for one)."""

    column: str
    prefixes: list[str]

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        def choose(column: ColumnValues) -> np.ndarray:
            chosen = np.zeros(len(column.values), bool)
            for prefix in self.prefixes:
                chosen[slice(*column.beginning_with(prefix))] = True
            return column.mask_of(chosen)

        return snapshot.column_masks(self.column, choose)


@dataclass
class IsEmpty(Filter):
    """The document has no value in the column."""

    column: str

    def mask(self, snapshot: Snapshot) -> np.ndarray:
        return snapshot.column_masks(self.column, lambda column: column.is_null)


def _chosen(column: ColumnValues, ranks: Any) -> np.ndarray:
    chosen = np.zeros(len(column.values), bool)
    chosen[ranks] = True
    return chosen
