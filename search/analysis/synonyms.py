"""Synonyms: words that should find each other, from wherever the project keeps them.

A project registers a provider, a callable without arguments that returns groups of words; it is
asked again after `REFRESH` seconds or `forget()`, so that edits work without a restart:

    synonyms.provider = lambda: [["l4", "zwolnienie", "chorobowe"], ["wfh", "remote"]]
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable

from ground.languages import codes
from search.analysis.analyzer import analyzers, word_forms
from search.analysis.folding import fold

Groups = Iterable[Iterable[str]]
REFRESH = 5.0  # seconds until other processes' edits are seen
logger = logging.getLogger("search.analysis")

provider: Callable[[], Groups] | None = None
_lock = threading.Lock()
_known: dict[str, tuple[str, ...]] = {}
_asked = float("-inf")


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return the synonyms of a word (lower case, folded or stemmed); empty without a provider."""
    global _known, _asked
    if provider is None:
        return ()
    if time.monotonic() - _asked > REFRESH:
        with _lock:
            if time.monotonic() - _asked > REFRESH:
                try:
                    _known = _by_word(provider())
                except Exception:
                    logger.exception("Synonyms cannot be read; searching goes on without news")
                _asked = time.monotonic()
    return _known.get(word, ())


def forget() -> None:
    """Ask the provider again at the next search; call it when synonyms were edited."""
    global _asked
    _asked = float("-inf")


def _by_word(groups: Groups) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        words = [word.strip().lower() for word in group if word.strip()]
        for word in words:
            others = {other: None for other in words if other != word}
            for key in {
                word,
                fold(word),
                *(word_forms(word, code).stem for code in analyzers(codes())),
            }:
                found.setdefault(key, {}).update(others)
    return {word: tuple(others) for word, others in found.items()}
