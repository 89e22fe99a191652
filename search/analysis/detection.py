"""Language detection for text whose language nobody declared: small, offline, deterministic."""

import re

from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_POLISH_LETTERS = frozenset("ąćęłńóśźż")
_SAMPLE = 4000  # characters: enough to be sure, and bounded

# Without their diacritics too: people type queries so ("czy moge"). Words that both languages know
# ("to", "do", "a", "no", "on") say nothing.
_POLISH = {fold(w) for w in STOP_WORDS["pl"]} | STOP_WORDS["pl"]
_ENGLISH = STOP_WORDS["en"]
_SHARED = _POLISH & _ENGLISH | {
    "i",
    "go",
    "my",
    "ten",
    "by",
    "sam",
    "pan",
    "we",
    "are",
    "one",
    "or",
}
_POLISH_ONLY = frozenset(_POLISH - _SHARED)
_ENGLISH_ONLY = frozenset(_ENGLISH - _SHARED)
_POLISH_SPELLING = re.compile(r"(sz|cz|rz|dz|ych$|ego$|owac$|nie$|osci$|nia$|iej$|ow$|ami$|ach$)")
_ENGLISH_SPELLING = re.compile(r"(th|sh|oo|ee|ck|qu|x|v|ing$|tion$|ness$|ment$|ed$|ly$|ould$)")


def detect_language(text: str, default: str = "") -> str:
    """Return "pl", "en" or `default` for text (or a query), by function words, letters, spelling."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    polish = english = 0.0
    for word in words:
        if word in _POLISH_ONLY:
            polish += 2
        elif word in _ENGLISH_ONLY:
            english += 2
        if not _POLISH_LETTERS.isdisjoint(word):
            polish += 2
        elif len(word) > 3:
            polish += 0.5 * bool(_POLISH_SPELLING.search(word))
            english += 0.5 * bool(_ENGLISH_SPELLING.search(word))
    if polish > english:
        return "pl"
    return "en" if english > polish else default
