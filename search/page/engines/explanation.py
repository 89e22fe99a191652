"""What the Whoosh index knows about one object and one request."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from search.engine import matching
from search.engine.documents import object_key, root_model
from search.engine.ranking import best_documents, phrase_match
from search.outbox.pending import is_pending
from search.page import registry
from search.page.engines.base import Explanation
from search.page.engines.matches import Matches
from search.page.registry import Source


def explain(matches: Matches, source: Source, pk: Any) -> Explanation:
    """Explain an object to a reader who sees it."""
    snapshot, scores = matches.snapshot, matches.wording.scores
    is_stale = is_pending(root_model(source.model)._meta.label_lower, str(pk))
    number = snapshot.find([object_key(source.model, pk)]).get(object_key(source.model, pk))
    if number is None:
        return Explanation(is_indexed=False, is_stale=is_stale)
    found = matches.filtered()
    ordered = best_documents(found, matches.merits, int(np.count_nonzero(found)))
    place = np.flatnonzero(ordered == number)
    matched, missing = _words(matches, number)
    shown = snapshot.texts(number) or {}
    return Explanation(
        is_indexed=True,
        is_stale=is_stale,
        matched=matched,
        missing=missing,
        blocked_by=list(_blocked_by(matches, number)),
        rank=int(place[0]) + 1 if len(place) else None,
        score=float(scores[number]),
        best_score=float(scores[ordered[0]]) if len(ordered) else 0.0,
        language=str(shown.get("language", "")),
        document=document(matches, number),
    )


def _words(matches: Matches, number: int) -> tuple[list[str], list[str]]:
    matcher = matching.WordMatcher(matches.snapshot)
    matched: list[str] = []
    missing: list[str] = []
    for word in matching.scored_words(matches.wording.ranking.words):
        if word.is_run:
            continue
        others = [o.text for o in word.alternatives if matcher.match(o).mask[number]]
        if matcher.match(replace(word, alternatives=[])).mask[number]:
            matched.append(word.text)
        elif others:
            matched.append(f"{word.text} → {', '.join(dict.fromkeys(others))}")
        else:
            missing.append(word.text)
    return list(dict.fromkeys(matched)), list(dict.fromkeys(missing))


def _blocked_by(matches: Matches, number: int) -> Iterator[str]:
    """The parts of the request that this document does not pass, as they were typed or chosen."""
    request, snapshot, sight = matches.request, matches.snapshot, matches.sight
    for phrase in request.typed.phrases:
        match, _relaxed = phrase_match(snapshot, phrase, sight.seen, matches.wording.seen_in)
        if not match.mask[number]:
            yield f'"{phrase}"'
    for text in request.typed.excluded:
        if matching.match_phrase(snapshot, text).mask[number]:
            yield f"-{text}"
    for name, chosen in matches.chosen.items():
        facet = registry.facet(name)
        if facet and matches.visible[number] and not chosen[number]:
            yield str(facet.label)
    if (request.after or request.before) and not matches.in_dates[number]:
        yield " – ".join(str(day) if day else "…" for day in (request.after, request.before))


def document(matches: Matches, number: int) -> dict[str, Any]:
    """The document as it is indexed: texts by field, and columns."""
    segment, place = matches.snapshot.locate(number)
    shown = matches.snapshot.texts(number) or {}
    columns = {}
    for name in segment.column_names():
        value = segment.column(name)[place]
        if value not in (None, [], ""):
            columns[name] = value
    return {"texts": shown.get("texts", []), "title": shown.get("title", ""), "columns": columns}
