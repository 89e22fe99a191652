"""The words of a request, ranked so that nothing depends on what only others may read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.analysis.analyzer import QueryWord
from search.analysis.folding import fold
from search.engine import matching
from search.engine.query import Query
from search.engine.ranking import Ranking, best_documents, rank, spelt_alike
from search.engine.scoring import PREFIX_ALONE_LIMIT
from search.page.engines.sight import Sight
from search.page.request import SearchRequest
from search.page.syntax import Typed

FIRST_CHECKED = 40  # documents whose visibility is asked first when a word's rarity is in doubt
MOST_SIMILAR = 3
MOST_READ = 3  # texts in which the spelling of a word is looked up
MOST_PHRASES, MOST_EXCLUDED = 5, 10

# Gives the synonyms of a word within one query: "L4" for "zwolnienie" in "zwolnienie lekarskie".
Synonyms = Callable[[str], Callable[[str], Iterable[str]]]


@dataclass(frozen=True)
class Wording:
    """What the words of a request find in a snapshot, filters and permission apart."""

    ranking: Ranking
    scores: np.ndarray  # the engine's, times the weight of each source
    # Words that the reader sees less often than the index holds them: in how many documents.
    seen_in: Mapping[str, int]

    @property
    def added(self) -> list[str]:
        """Other spellings and synonyms that were looked for."""
        return [other.text for word in self.ranking.words for other in word.alternatives]


def engine_query(typed: Typed) -> Query:
    """What was typed, as the engine takes it."""
    words = " ".join(typed.words)
    return Query(words, typed.phrases[:MOST_PHRASES], typed.excluded[:MOST_EXCLUDED])


def rank_as_seen(
    sight: Sight,
    request: SearchRequest,
    synonyms: Synonyms,
    shown_by: Callable[[Wording], np.ndarray],
) -> Wording:
    """Rank a request; a word counts as often as the reader sees it.

    A word that stands only where the reader may not look is treated as one nobody wrote, and one
    that the reader sees in few documents as a rare one. Else help with spelling that stays away, or
    what is found by first letters, would tell of others.

    The first ranking counts words as the index holds them, which is cheap and nearly always the
    same. `shown_by` gives documents that it found and that are known to be visible; as a rule
    they show every word and the first ranking stands. Only for words that stay in doubt is more
    asked of the database, and only if one is rarer for the reader is everything ranked anew.
    """
    first = _rank(sight, request, synonyms, {})
    rare = _rarer_for_the_reader(sight, request, first, shown_by(first))
    return _rank(sight, request, synonyms, rare) if rare else first


def _rank(
    sight: Sight, request: SearchRequest, synonyms: Synonyms, seen_in: Mapping[str, int]
) -> Wording:
    ranking = rank(
        sight.snapshot,
        engine_query(request.typed),
        allowed=sight.registered,
        seen=sight.seen,
        seen_in=seen_in,
        language=request.language,
        synonyms=synonyms(request.typed.plain),
    )
    scores = ranking.scores.copy()
    for source in sight.sources:
        if source.weight != 1:
            scores[sight.places[source.name]] *= source.weight
    return Wording(ranking, scores, seen_in)


def _rarer_for_the_reader(
    sight: Sight, request: SearchRequest, first: Wording, shown: np.ndarray
) -> dict[str, int]:
    """The words that the reader sees so rarely that it changes the answer, each with its count."""
    # Which documents hold each word, as the index knows. A word that no document holds has no
    # secret: it is unknown to everybody.
    doubtful = {
        word.text: holders
        for word in matching.scored_words(words_asked(sight, request))
        if not word.is_run and (holders := matching.holders(sight.snapshot, word)).any()
    }
    asked = sight.nothing()
    # Two rounds at most. The best few documents of the words in doubt settle nearly all of
    # them with one query for each source. What is still in doubt is counted to the end, for a
    # word that is rarer for the reader must be known to be so.
    for most in (FIRST_CHECKED, sight.snapshot.size):
        doubtful = {w: held for w, held in doubtful.items() if not _is_settled(held, shown)}
        if not doubtful:
            return {}
        more = sight.nothing()
        for held in doubtful.values():
            more[best_documents(held & ~shown & ~asked, first.scores, most)] = True
        asked |= more
        shown = shown | sight.seen(more)
    return {
        word: int(np.count_nonzero(held & shown))
        for word, held in doubtful.items()
        if not _is_settled(held, shown)
    }


def _is_settled(held: np.ndarray, shown: np.ndarray) -> bool:
    """Whether it is known that a word's rarity for the reader changes nothing.

    Two things depend on rarity: that a word is known at all (one visible holder shows it), and
    that a word in many documents is not looked for by its first letters alone (more than the
    limit must be visible, if more hold it).
    """
    count, seen = np.count_nonzero(held), np.count_nonzero(held & shown)
    return bool(seen > (0 if count <= PREFIX_ALONE_LIMIT else PREFIX_ALONE_LIMIT))


def words_asked(
    sight: Sight, request: SearchRequest, seen_in: Mapping[str, int] | None = None
) -> list[Any]:
    """The words and the words of phrases, in all languages of the index."""
    return matching.words_of(sight.snapshot, request.typed.plain, request.language, seen_in)


def spellings(sight: Sight, request: SearchRequest, wording: Wording) -> list[str]:
    """Spellings with words that occur in something the reader sees; never any other word."""
    text = request.typed.plain
    words = words_asked(sight, request, wording.seen_in)
    similar = spelt_alike(sight.snapshot, words, sight.seen)
    better = {asked: [_as_written(sight, o) for o in others] for asked, others in similar.items()}
    best = {asked: others[0] for asked, others in better.items() if others}
    if not best:
        return []
    # First every word respelt at its best, then the second choices of each word alone.
    found = [matching.respelt(text, best)]
    for asked, others in better.items():
        found.extend(matching.respelt(text, best | {asked: other}) for other in others[1:])
    return list(dict.fromkeys(found))[:MOST_SIMILAR]


def _as_written(sight: Sight, word: QueryWord) -> str:
    """A word of the index with its diacritics, from a text that the reader sees."""
    holders = sight.mask_of(sight.snapshot.postings("exact", word.exact).ids)
    for number in np.flatnonzero(sight.seen(holders))[:MOST_READ].tolist():
        for _slot, text in (sight.snapshot.texts(number) or {}).get("texts", []):
            for written in re.findall(r"\w+", text):
                if fold(written) == word.exact:
                    return written.lower()
    return word.text
