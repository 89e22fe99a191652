"""While one types: the best of each kind of thing that the reader sees."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from search.engine.ranking import best_documents
from search.page.engines.base import Reference
from search.page.engines.matches import references
from search.page.engines.sight import Sight
from search.page.engines.wording import Wording

BATCH = 40  # matches of one source checked at a time
MOST_CHECKED = 200  # of one source


def first_visible(sight: Sight, found: np.ndarray, scores: np.ndarray, limit: int) -> list[int]:
    """The best visible documents, enough for `limit` under each heading of the panel.

    Each kind of thing is looked at for itself, so that a colleague does not drown in pages;
    checked a batch at a time, as a rule in one query each.
    """
    visible: list[int] = []
    for place in sight.places.values():
        best = best_documents(found & place, scores, MOST_CHECKED)
        # Three headings at most are filled from one source.
        enough = len(visible) + 3 * limit
        for start in range(0, len(best), BATCH):
            batch = best[start : start + BATCH]
            visible += batch[sight.seen(sight.mask_of(batch))[batch]].tolist()
            if len(visible) >= enough:
                break
    return sorted(visible, key=lambda doc: (-float(scores[doc]), doc))


def under_headings(
    sight: Sight, wording: Wording, docs: Sequence[int], limit: int
) -> list[Reference]:
    """The first `limit` documents for each heading of the panel."""
    groups = {kind.name: kind.group for source in sight.sources for kind in source.kinds}
    counts: Counter[str] = Counter()
    chosen: list[Reference] = []
    for reference in references(sight, wording, docs, "kind"):
        for kind in reference.facets["kind"][:1]:
            counts[groups[kind]] += 1
            if counts[groups[kind]] <= limit:
                chosen.append(reference)
    return chosen
