"""Measures of ranked lists, as TREC and BEIR compute them."""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], relevance: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted cumulative gain over the best possible one (linear gain)."""
    gains = [max(relevance.get(doc, 0), 0) for doc in ranked[:depth]]
    ideal = sorted((r for r in relevance.values() if r > 0), reverse=True)[:depth]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def reciprocal_rank(ranked: Sequence[str], relevance: Mapping[str, int], depth: int = 10) -> float:
    """Return 1 / rank of the first relevant document within `depth`, or 0."""
    for rank, doc in enumerate(ranked[:depth], 1):
        if relevance.get(doc, 0) > 0:
            return 1 / rank
    return 0.0


def recall(ranked: Sequence[str], relevance: Mapping[str, int], depth: int = 100) -> float:
    """Return the share of the relevant documents found within `depth`."""
    relevant = {doc for doc, r in relevance.items() if r > 0}
    return len(relevant & set(ranked[:depth])) / len(relevant) if relevant else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]
