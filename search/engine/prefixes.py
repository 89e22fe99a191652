"""While somebody types: documents in whose titles and names words start as typed."""

from search.analysis.analyzer import query_words
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
