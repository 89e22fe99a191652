"""What an engine answers, whichever it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from search.page.registry import Reader, Source
from search.page.request import SearchRequest

EVIDENCE = 100  # best hits that say who knows


@dataclass(frozen=True)
class Reference:
    """One object found: its source, its primary key, and how well it matches."""

    source: str
    pk: Any
    score: float = 0.0
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Found:
    """The answer to a request. Everything counted or listed is visible to the reader."""

    total: int = 0
    page: Sequence[Reference] = ()
    # Hits by facet and value; for "date", hits since each first day on offer (`day_key`).
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    evidence: Sequence[Reference] = ()  # the best hits with their authors and kinds
    is_capped: bool = False  # more may match than were counted
    also: Sequence[str] = ()  # words looked for besides those typed: respelt, synonyms
    is_relaxed: bool = False  # nothing the reader sees holds a phrase as quoted
    is_incomplete: bool = False  # parts of the index cannot be read just now
    similar: Sequence[str] = ()  # spellings with words that stand in something the reader sees


@dataclass(frozen=True)
class Explanation:
    """What the engine knows about one object and one request."""

    is_indexed: bool
    indexed_at: datetime | None = None
    is_stale: bool = False
    matched: Sequence[str] = ()  # words of the request that the object holds
    missing: Sequence[str] = ()
    blocked_by: Sequence[str] = ()  # excluded words or facets that leave it out
    rank: int | None = None  # its place in the results, from 1
    score: float = 0.0
    best_score: float = 0.0
    language: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)  # as indexed, for administrators


class Engine(Protocol):
    """A search engine as the search page needs it; docs/developers/search-engines.md shows one.

    `SEARCH_ENGINE` names the class, which is made once in each process, without arguments. Several
    threads ask the same engine at once.

    **Permission is the engine's duty**: whatever it counts, lists or offers as a spelling must
    be visible to the reader at the moment of asking. `search.page.visibility.visible_among` asks the
    database which of many objects are; `search.page.registry.sources()` says what is searched.
    """

    name: str  # for messages to administrators

    def find(self, request: SearchRequest, reader: Reader, *, first: int, count: int) -> Found:
        """Hits number `first` and following, at most `count`; with `count=0` only the total."""
        ...

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Reference]:
        """Objects with words that start as the words of the text do; the best first.

        At least `limit` under each heading of the panel, if there are so many; each reference has
        its value of the facet "kind".
        """
        ...

    def explain(
        self, request: SearchRequest, reader: Reader, source: Source, pk: Any
    ) -> Explanation:
        """What is known about one object, which the reader sees, and a request."""
        ...
