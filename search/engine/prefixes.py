"""While somebody types: documents whose words start as typed, and words that complete the last one."""

import numpy as np

from search.analysis.analyzer import query_words
from search.analysis.folding import fold
from search.engine import scoring
from search.engine.matching import Match, WordMatcher, match_nothing
from search.engine.snapshot import Snapshot


def match_prefixes(
    snapshot: Snapshot, text: str, *, operator: str = "and", slots: frozenset[str] | None = None
) -> Match:
    """Return the documents in whose autocomplete fields words start as the words of the text do."""
    found: Match | None = None
    for word in query_words(text, ["xx"]):
        if word.is_run:
            continue
        gram = word.exact[:15]
        matcher = WordMatcher(snapshot, slots=slots)
        ids, weights = matcher.postings("auto", gram)
        match = match_nothing(snapshot)
        match.mask[ids] = True
        rarity = scoring.rarity(len(ids), max(snapshot.count, 1))
        match.scores[ids] = rarity * weights / (weights + 1)
        found = match if found is None else found & match if operator == "and" else found | match
    return found if found is not None else match_nothing(snapshot)


def completions(
    snapshot: Snapshot, text: str, allowed: np.ndarray, limit: int = 4, examined: int = 200
) -> list[str]:
    """Return words of the index that complete the last word of a text, most frequent first, of
    those that occur in allowed documents."""
    last = text.split()[-1] if text.split() else ""
    if len(last) < 2 or text[-1:].isspace():
        return []
    prefix = fold(last)
    counts: dict[str, int] = {}
    for base, segment in snapshot:
        part = allowed[base : base + segment.doc_count]
        places = segment.prefix_range("exact", prefix)
        starts = segment.fields["exact"].starts if len(places) else None
        if starts is None:
            continue
        frequencies = np.diff(starts[places.start : places.stop + 1].astype(np.int64))
        for number in np.argsort(-frequencies)[:examined].tolist():
            ids = segment.postings_at("exact", places.start + number).ids
            if count := int(np.count_nonzero(part[ids])):
                word = segment.term("exact", places.start + number)
                counts[word] = counts.get(word, 0) + count
    words = [w for w in counts if w.isalpha() and w != prefix]
    return sorted(words, key=lambda w: (-counts[w], w))[:limit]
