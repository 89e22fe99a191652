"""Ranking: every number that decides the order of results, and the formulas that use them.

The score of a document for a word is BM25F (Robertson, Zaragoza 2009) in its simple form: the
frequencies of all fields are added with the weight of the field, then saturated once. A word is
looked up in three forms (stem, prefix, exact: see `search.analysis.analyzer`), each with its own
weight and rarity. On top come bonuses for holding all words, and for holding them close together
and in order; then the whole is multiplied by freshness and authority. The values were tuned on one
Polish and one English collection and checked against the other (docs/decisions).
"""

from typing import NamedTuple

import numpy as np

ROLE_WEIGHTS = {
    "title": 2.0,
    "heading": 1.5,
    "tags": 1.5,
    "body": 1.0,
    "attachment": 0.75,
    "comment": 0.5,
}
"""How much one occurrence in a field counts, by the field's role."""

LENGTH_WEIGHTS = {"title": 1.0, "heading": 1.0, "tags": 1.0, "attachment": 0.5, "comment": 0.5}
"""How much a word counts towards a document's length: long attachments should not bury a page."""

K1 = 1.4  # saturation: the second occurrence counts less than the first
B = 0.7  # how much long documents are discounted


class FormWeights(NamedTuple):
    """How much a word counts when found by its stem, by its first letters, as it was written."""

    stem: float
    prefix: float
    exact: float


FORM_WEIGHTS = {"pl": FormWeights(1.0, 0.6, 0.2), "en": FormWeights(1.0, 0.5, 0.2)}
DEFAULT_FORM_WEIGHTS = FormWeights(1.0, 0.3, 0.3)

PREFIX_ALONE_LIMIT = 5  # documents; a word found in more is not looked for by its first letters
RUN_WEIGHT = 1.5  # a code, file name or address found as it was written
ALL_WORDS_BONUS = 0.15  # share of the best score added to documents that hold every word
MOST_WORDS = 32  # of a long text only so many words are scored, the rarest; the rest says little
MOST_CORRECTED = 8  # unknown words for which words spelt alike are looked up
ALL_WORDS_LIMIT = 6  # longer questions are sentences: no document holds all their words
PROXIMITY_WEIGHT = 0.5  # share of a word pair's weight added when the two stand together
PROXIMITY_WINDOW = 8  # words; farther apart counts nothing
PROXIMITY_DEPTH = 100  # best documents that are examined for proximity
PHRASE_WEIGHT = 1.5
TYPO_WEIGHT = 0.7  # a corrected word counts less than one that was found as typed

FRESHNESS_SHARE = 0.15  # a very old document loses at most this share of its score
FRESHNESS_HALF_LIFE = 540.0  # days
AUTHORITY_SHARE = 0.25  # authority 1.0 (reviewed guide, accepted answer) adds this share


def form_weights(language: str) -> FormWeights:
    """Return the weights for documents in a language (two letters)."""
    return FORM_WEIGHTS.get(language, DEFAULT_FORM_WEIGHTS)


def rarity(document_frequency: float, documents: int) -> float:
    """Return the inverse document frequency as Lucene computes it: never negative."""
    return float(np.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5)))


def length_norm(lengths: np.ndarray, average: float) -> np.ndarray:
    """Return BM25's denominator part for every document, from lengths in words."""
    return (K1 * (1 - B + B * lengths / max(average, 1.0))).astype(np.float32)


def saturated(weights: np.ndarray, norms: np.ndarray) -> np.ndarray:
    """Return the frequency part of BM25."""
    return weights * (K1 + 1) / (weights + norms)


def freshness(ages: np.ndarray) -> np.ndarray:
    """Return a factor from 1 (new) down to 1 - FRESHNESS_SHARE, by age in days; NaN = no date."""
    ages = np.maximum(ages, 0.0)
    factor = 1 - FRESHNESS_SHARE * (1 - np.exp2(-ages / FRESHNESS_HALF_LIFE))
    return np.where(np.isnan(ages), 1 - FRESHNESS_SHARE / 2, factor)


def authority(levels: np.ndarray) -> np.ndarray:
    """Return a factor from 1 to 1 + AUTHORITY_SHARE, by authority from 0 to 1."""
    return 1 + AUTHORITY_SHARE * np.clip(np.nan_to_num(levels), 0.0, 1.0)
