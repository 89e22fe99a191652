"""A search request: what was typed and chosen, resolved into values of facets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from search.page import registry
from search.page.syntax import Typed, parse, parse_day

BEST, NEWEST = "best", "newest"
DATE_KEYS = {
    "after": "after",
    "since": "after",
    "od": "after",
    "po": "after",
    "before": "before",
    "until": "before",
    "do": "before",
    "przed": "before",
}
SPANS = (7, 30, 365)  # days: the last week, month, year
MOST_VALUES = 40  # of one facet in one request


@dataclass(frozen=True)
class SearchRequest:
    """All that decides about results, the reader apart."""

    typed: Typed
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    order: str = BEST
    language: str = ""  # the reader's, which decides when a query's own is unclear
    hidden_pages: frozenset[int] = frozenset()  # left out by a community manager for this query
    unknown: tuple[str, ...] = ()  # filters that were typed and mean nothing: "author:xyz"

    @property
    def has_filters(self) -> bool:
        return bool(self.filters or self.after or self.before)

    @property
    def filter_count(self) -> int:
        """How many values narrow the results."""
        dates = (self.after, self.before)
        return sum(len(values) for values in self.filters.values()) + sum(map(bool, dates))

    def without_filters(self) -> "SearchRequest":
        """The same words everywhere."""
        return replace(self, filters={}, after=None, before=None, unknown=())

    def without(self, facet: str) -> "SearchRequest":
        rest = {name: values for name, values in self.filters.items() if name != facet}
        return replace(self, filters=rest)

    def since(self, day: date | None) -> "SearchRequest":
        """The same request for what is dated that day or later; None is any time."""
        return replace(self, after=day)

    @property
    def days_offered(self) -> list[date | None]:
        """First days of the usual spans of time, and of the one in use; None is any time."""
        today = timezone.localdate()
        days = [today - timedelta(days=number) for number in SPANS]
        own = [self.after] if self.after and self.after not in days else []
        return [None, *days, *own]

    @property
    def starts(self) -> datetime | None:
        """The first moment that counts."""
        return _midnight(self.after) if self.after else None

    @property
    def ends(self) -> datetime | None:
        """The first moment that no longer counts."""
        return _midnight(self.before + timedelta(days=1)) if self.before else None


def day_key(day: date | None) -> str:
    """A first day as addresses and counts name it; empty for any time."""
    return day.isoformat() if day else ""


def _midnight(day: date) -> datetime:
    day = min(max(day, date(1900, 1, 1)), date(2900, 1, 1))
    return timezone.make_aware(datetime.combine(day, time.min))


def filter_keys() -> dict[str, str]:
    """Facet names by the words that people type before a colon."""
    keys = dict(DATE_KEYS)
    for facet in registry.facets():
        for word in (facet.name, *facet.words):
            keys[word.lower()] = facet.name
    return keys


def from_query(parameters: QueryDict | Mapping[str, Any], reader: registry.Reader) -> SearchRequest:
    """Read a request from the parameters of an address; never fails."""
    data = parameters if isinstance(parameters, QueryDict) else _as_query_dict(parameters)
    typed = parse(data.get("q", ""), filter_keys())
    chosen: dict[str, set[str]] = {}
    for facet in registry.facets():
        values = {v[:100] for v in data.getlist(facet.name)[:MOST_VALUES] if v}
        if values:
            chosen[facet.name] = values
    today = timezone.localdate()
    after = parse_day(data.get("after", ""), today)
    before = parse_day(data.get("before", ""), today, end=True)
    unknown = []
    for name, text in typed.filters:
        if name in ("after", "before"):
            day = parse_day(text, today, end=name == "before")
            if day is None:
                unknown.append(f"{name}:{text}")
            elif name == "after":
                after = day
            else:
                before = day
            continue
        named = registry.facet(name)
        meant = set(named.resolve(text, reader)) if named else set()
        if meant:
            chosen[name] = chosen.get(name, set()) | meant
        else:
            unknown.append(f"{name}:{text}")
    return SearchRequest(
        typed,
        {name: frozenset(values) for name, values in chosen.items()},
        after,
        before,
        NEWEST if data.get("order") == NEWEST else BEST,
        get_language() or "",
        unknown=tuple(unknown),
    )


def _as_query_dict(parameters: Mapping[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in parameters.items():
        if isinstance(value, list | tuple | set):
            data.setlist(name, list(value))
        else:
            data[name] = str(value)
    return data
