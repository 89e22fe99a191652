"""What one reader asks of one snapshot of the Whoosh index: ranked, checked, filtered, counted."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from search.analysis.analyzer import QueryWord
from search.analysis.folding import fold
from search.engine import matching
from search.engine.columns import plain_value
from search.engine.documents import PK, ROOT, root_model
from search.engine.filters import OneOf, StartsWith
from search.engine.query import Query
from search.engine.ranking import Ranking, best_documents, rank, spelt_alike
from search.engine.scoring import PREFIX_ALONE_LIMIT
from search.engine.snapshot import Snapshot
from search.page import registry, steering
from search.page.engines.base import Reference
from search.page.registry import Reader, Source
from search.page.request import NEWEST, SearchRequest, day_key
from search.page.visibility import visible_among

SUGGESTION_BATCH = 40  # matches of one source checked at a time while one types
MOST_CHECKED = 200
MOST_SIMILAR = 3
MOST_READ = 3  # texts in which the spelling of a word is looked up


def engine_query(request: SearchRequest) -> Query:
    typed = request.typed
    return Query(" ".join(typed.words), typed.phrases[:5], typed.excluded[:10])


def _is_settled(held: np.ndarray, shown: np.ndarray) -> bool:
    """Whether a word is known not to be rarer for the reader than in the index."""
    count, seen = np.count_nonzero(held), np.count_nonzero(held & shown)
    return bool(seen > (0 if count <= PREFIX_ALONE_LIMIT else PREFIX_ALONE_LIMIT))


class ReaderSearch:
    """One request of one reader against one snapshot."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest, reader: Reader) -> None:
        self.snapshot = snapshot
        self.request = request
        self.reader = reader
        self.sources = registry.sources()
        self.places = {
            s.name: OneOf(ROOT, [root_model(s.model)._meta.label_lower]).mask(snapshot)
            & snapshot.live
            for s in self.sources
        }
        self.is_incomplete = bool(snapshot.missing)  # parts of the index cannot be read just now
        self.registered = np.zeros(snapshot.size, bool)
        for mask in self.places.values():
            self.registered |= mask
        self.seen_in: dict[str, int] = {}
        self._asked = np.zeros(snapshot.size, bool)
        self._seen = np.zeros(snapshot.size, bool)
        self.rank()

    def rank(self) -> None:
        self.ranking: Ranking = rank(
            self.snapshot,
            engine_query(self.request),
            allowed=self.registered,
            seen=self.seen,
            seen_in=self.seen_in,
            language=self.request.language,
            synonyms=steering.synonyms_in(self.request.typed.plain),
        )
        self.scores = self.weighted(self.ranking.scores)

    def count_words_as_seen(self, shown: np.ndarray) -> bool:
        """Rank anew if a word is rarer for the reader than in the index; returns whether one is.

        A word that stands only where the reader may not look is treated as one nobody wrote, and
        one that the reader sees in few documents as a rare one. Else help with spelling that stays
        away, or what is found by first letters, would tell of others. `shown` are documents known
        to be visible: as a rule they show every word, and nothing more is asked of the database.
        """
        held = {
            word.text: mask
            for word in matching.scored_words(self.words_asked)
            if not word.is_run and (mask := matching.holders(self.snapshot, word)).any()
        }
        asked = np.zeros(self.snapshot.size, bool)
        doubtful = {text: mask for text, mask in held.items() if not _is_settled(mask, shown)}
        for most in (SUGGESTION_BATCH, self.snapshot.size):
            if not doubtful:
                return False
            more = np.zeros(self.snapshot.size, bool)
            for mask in doubtful.values():
                more[best_documents(mask & ~shown & ~asked, self.scores, most)] = True
            asked |= more
            shown = shown | self.seen(more)
            doubtful = {t: mask for t, mask in doubtful.items() if not _is_settled(mask, shown)}
        if not doubtful:
            return False
        self.seen_in = {text: int(np.count_nonzero(m & shown)) for text, m in doubtful.items()}
        self.rank()
        self.__dict__.pop("visible", None)  # is found out anew
        return True

    def weighted(self, scores: np.ndarray) -> np.ndarray:
        """The engine's scores, times the weight of each source."""
        scores = scores.copy()
        for source in self.sources:
            if source.weight != 1:
                scores[self.places[source.name]] *= source.weight
        return scores

    @property
    def words_asked(self) -> list[Any]:
        typed, language = self.request.typed.plain, self.request.language
        return matching.words_of(self.snapshot, typed, language, self.seen_in)

    @property
    def words_added(self) -> list[str]:
        """Other spellings and synonyms that were looked for."""
        return [other.text for word in self.ranking.words for other in word.alternatives]

    def spellings(self) -> list[str]:
        """Spellings with words that occur in something the reader sees; never any other word."""
        text = self.request.typed.plain
        similar = spelt_alike(self.snapshot, self.words_asked, self.seen)
        better = {text: [self.as_written(o) for o in others] for text, others in similar.items()}
        if not any(better.values()):
            return []
        best = {asked: others[0] for asked, others in better.items() if others}
        found = [matching.respelt(text, best)]
        for asked, others in better.items():
            found.extend(matching.respelt(text, best | {asked: other}) for other in others[1:])
        return list(dict.fromkeys(found))[:MOST_SIMILAR]

    # Who sees what

    @cached_property
    def visible(self) -> np.ndarray:
        """What matches the words and is visible to the reader now, whatever its date."""
        seen = self.seen(self.ranking.mask & self.registered)
        if self.request.hidden_pages:
            seen &= ~(
                self.places["page"] & OneOf(PK, self.request.hidden_pages).mask(self.snapshot)
            )
        return seen

    def checked(self, source: Source, mask: np.ndarray) -> np.ndarray:
        """Those documents of a source whose objects the database lets the reader see."""
        docs = np.flatnonzero(mask)
        seen = np.zeros(self.snapshot.size, bool)
        if len(docs):
            pks = self.keys_of(docs)
            visible = visible_among(source, self.reader, pks)
            seen[docs] = np.fromiter((pk in visible for pk in pks), bool, len(pks))
        return seen

    def keys_of(self, docs: np.ndarray) -> list[Any]:
        """Primary keys of documents."""
        return self.snapshot.whole_numbers(PK)[docs].tolist()

    def seen(self, mask: np.ndarray) -> np.ndarray:
        """Of these documents, those that the database lets the reader see.

        Each document is asked about once: one request has one answer.
        """
        new = mask & ~self._asked
        for source in self.sources:
            self._seen |= self.checked(source, new & self.places[source.name])
        self._asked |= new
        return mask & self._seen

    def as_written(self, word: QueryWord) -> str:
        """A word of the index with its diacritics, from a text that the reader sees."""
        mask = np.zeros(self.snapshot.size, bool)
        mask[self.snapshot.postings("exact", word.exact).ids] = True
        for number in np.flatnonzero(self.seen(mask))[:MOST_READ].tolist():
            for _slot, text in (self.snapshot.texts(number) or {}).get("texts", []):
                for written in re.findall(r"\w+", text):
                    if fold(written) == word.exact:
                        return written.lower()
        return word.text

    def mask_of(self, docs: Sequence[int]) -> np.ndarray:
        mask = np.zeros(self.snapshot.size, bool)
        mask[list(docs)] = True
        return mask

    def first_visible(self, found: np.ndarray, scores: np.ndarray, limit: int) -> list[int]:
        """The best visible documents, enough for `limit` under each heading of the panel.

        Each kind of thing is looked at for itself, so that a colleague does not drown in pages;
        checked a batch at a time, as a rule in one query each.
        """
        visible: list[int] = []
        for source in self.sources:
            best = best_documents(found & self.places[source.name], scores, MOST_CHECKED)
            enough = len(visible) + 3 * limit
            for start in range(0, len(best), SUGGESTION_BATCH):
                batch = best[start : start + SUGGESTION_BATCH]
                pks = self.keys_of(batch)
                seen = visible_among(source, self.reader, pks)
                visible += [doc for doc, pk in zip(batch.tolist(), pks, strict=True) if pk in seen]
                if len(visible) >= enough:
                    break
        return sorted(visible, key=lambda doc: (-float(scores[doc]), doc))

    def under_headings(self, docs: Sequence[int], limit: int) -> list[Reference]:
        """The first `limit` documents for each heading of the panel."""
        kinds, counts = registry.kinds(), Counter[str]()
        chosen: list[Reference] = []
        for reference in self.references(docs, "kind"):
            for kind in reference.facets["kind"][:1]:
                counts[kinds[kind].group] += 1
                if counts[kinds[kind].group] <= limit:
                    chosen.append(reference)
        return chosen

    # Filters and facets

    @cached_property
    def in_dates(self) -> np.ndarray:
        """The documents between the dates of the request."""
        return self.dated(self.request)

    def dated(self, request: SearchRequest) -> np.ndarray:
        """The documents between the dates of a request; those without a date only at any time."""
        if not (request.after or request.before):
            return np.ones(self.snapshot.size, bool)
        mask = self.moments != 0
        if request.starts:
            mask &= self.moments >= plain_value(request.starts)
        if request.ends:
            mask &= self.moments < plain_value(request.ends)
        return mask

    def chosen(self, facet: str, values: Collection[str]) -> np.ndarray:
        """The documents with one of the values of a facet."""
        mask = np.zeros(self.snapshot.size, bool)
        for source in self.sources:
            place = self.places[source.name]
            column = source.columns.get(facet)
            if column is None:
                if facet == "kind" and source.kinds[0].name in values:
                    mask |= place
                continue
            if column.starts:
                starts = [start for start, value in column.starts().items() if value in values]
                mask |= place & StartsWith(column.name, starts).mask(self.snapshot)
                continue
            held = self.snapshot.facet(column.name, place & self.visible)
            names = column.values_of(list(held))
            wanted = [value for value, name in names.items() if name in values]
            if wanted:
                mask |= place & OneOf(column.name, wanted).mask(self.snapshot)
        return mask

    @cached_property
    def _chosen(self) -> dict[str, np.ndarray]:
        return {name: self.chosen(name, values) for name, values in self.request.filters.items()}

    def filtered_by(self, facet: str) -> np.ndarray:
        """The documents that pass one facet of the request."""
        return self._chosen[facet]

    def filtered(self, *, but: str = "") -> np.ndarray:
        """The hits; `but` names a facet (or "date") that is not to narrow them."""
        mask = self.visible if but == "date" else self.visible & self.in_dates
        for name, chosen in self._chosen.items():
            if name != but:
                mask = mask & chosen
        return mask

    def counts(self, facet: str) -> dict[str, int]:
        """Hits for each value of a facet, were it not used to narrow them."""
        mask = self.filtered(but=facet)
        counts: dict[str, int] = {}
        for source in self.sources:
            here = mask & self.places[source.name]
            column = source.columns.get(facet)
            if column is None:
                if facet == "kind" and (number := int(np.count_nonzero(here))):
                    name = source.kinds[0].name
                    counts[name] = counts.get(name, 0) + number
                continue
            if column.starts:
                names: Mapping[Any, str] = column.starts()
                held = self.snapshot.facet_by_start(column.name, names, here)
            else:
                held = self.snapshot.facet(column.name, here)
                names = column.values_of(list(held))
            for value, number in held.items():
                if value in names:
                    counts[names[value]] = counts.get(names[value], 0) + number
        return counts

    def date_counts(self) -> dict[str, int]:
        """Hits since each first day on offer, were none of them chosen."""
        mask = self.filtered(but="date")
        return {
            day_key(day): int(np.count_nonzero(mask & self.dated(self.request.since(day))))
            for day in self.request.days_offered
        }

    # Order

    @property
    def merits(self) -> np.ndarray:
        """What orders the results: how well a document matches, or how new it is."""
        by_date = self.request.order == NEWEST or self.request.typed.is_empty
        return self.moments if by_date else self.scores

    @cached_property
    def moments(self) -> np.ndarray:
        """The dates of all documents in microseconds; 0 where there is none."""
        moments = np.zeros(self.snapshot.size, np.int64)
        for source in self.sources:
            if column := source.columns.get("date"):
                place = self.places[source.name]
                moments[place] = self.snapshot.whole_numbers(column.name)[place]
        return moments

    def references(self, docs: Sequence[int] | np.ndarray, *facets: str) -> list[Reference]:
        """References of documents, with their values of some facets."""
        chosen = [int(doc) for doc in docs]
        sources = {
            doc: source.name
            for source in self.sources
            for doc in chosen
            if self.places[source.name][doc]
        }
        values: dict[int, dict[str, tuple[str, ...]]] = {doc: {} for doc in chosen}
        for facet in facets:
            for source in self.sources:
                mine = [doc for doc in chosen if sources.get(doc) == source.name]
                for doc, held in self._values(source, facet, mine).items():
                    values[doc][facet] = held
        keys = self.keys_of(np.array(chosen, np.int64)) if chosen else []
        return [
            Reference(sources[doc], key, float(self.scores[doc]), values[doc])
            for doc, key in zip(chosen, keys, strict=True)
            if doc in sources
        ]

    def _values(
        self, source: Source, facet: str, docs: Iterable[int]
    ) -> dict[int, tuple[str, ...]]:
        column = source.columns.get(facet)
        if column is None:
            constant = (source.kinds[0].name,) if facet == "kind" else ()
            return dict.fromkeys(docs, constant)
        held = {doc: _listed(self.snapshot.value(column.name, doc)) for doc in docs}
        names = column.values_of({value for values in held.values() for value in values})
        return {
            doc: tuple(names[value] for value in values if value in names)
            for doc, values in held.items()
        }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
