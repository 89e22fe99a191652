"""Passages: the piece of a text that answers, with the words that were looked for marked.

The text comes from the object as the reader may see it now, never from the index.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis.analyzer import language_code, query_words, word_forms
from search.analysis.detection import detect_language
from search.analysis.folding import fold
from search.page.syntax import Typed

LONGEST_TEXT = 200_000  # characters of one text that are looked at
PASSAGE = 240  # characters
MOST_MATCHES = 400
_SENTENCE_START = re.compile(r"(?:[.!?…:]\s++|(?<!\n)\n++)(?=\S)")


class _FlatLetters(dict[int, str]):
    """Folds letter by letter, keeping every place in the text where it is."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold(letter)
        self[code] = folded if len(folded) == 1 else letter.lower()[:1]
        return self[code]


_flat = _FlatLetters()


@dataclass(frozen=True)
class _Wanted:
    """One word looked for, in one language."""

    exact: str
    stem: str
    prefix: str


@dataclass(frozen=True)
class _Match:
    start: int
    end: int
    word: int  # which of the wanted words


class Marker:
    """Marks the words of one request in texts."""

    def __init__(self, typed: Typed, extra: Sequence[str] = ()) -> None:
        self.text = " ".join([typed.plain, *extra])
        self._wanted: dict[str, list[_Wanted]] = {}

    def wanted(self, language: str) -> list[_Wanted]:
        if language not in self._wanted:
            words = [w for w in query_words(self.text, [language], language) if not w.is_run]
            strong = [w for w in words if not w.is_stop] or words
            self._wanted[language] = [
                _Wanted(w.exact, w.stems.get(language, w.exact), w.prefixes.get(language, ""))
                for w in strong
            ]
        return self._wanted[language]

    def matches(self, text: str, language: str) -> list[_Match]:
        """Where the words stand, by stem or spelling; by their first letters only where a word
        is found no other way."""
        code = language_code(language or detect_language(text))
        wanted = self.wanted(code)
        if not wanted or not text:
            return []
        # Stemming every word of a long text would take seconds: only words that begin like one of
        # those wanted are looked at, in the text without its diacritics, letter for letter.
        starts = "|".join(sorted({re.escape(w.exact[:3]) for w in wanted}))
        candidates = re.compile(rf"(?<![^\W_])(?:{starts})[^\W_]*")
        sure: list[_Match] = []
        likely: list[_Match] = []
        for found in candidates.finditer(text.translate(_flat)):
            place = (found.start(), found.end())
            forms = word_forms(text[place[0] : place[1]].lower(), code)
            for number, word in enumerate(wanted):
                if forms.exact == word.exact or (forms.stem and forms.stem == word.stem):
                    sure.append(_Match(*place, number))
                    break
                if word.prefix and len(word.prefix) > 3 and forms.exact.startswith(word.prefix):
                    likely.append(_Match(*place, number))
                    break
            if len(sure) >= MOST_MATCHES:
                break
        found_words = {m.word for m in sure}
        sure.extend(m for m in likely if m.word not in found_words)
        return sorted(sure, key=lambda m: m.start)

    def marked(self, text: str, language: str = "") -> SafeString:
        """The whole text, escaped, with the words marked."""
        return _with_marks(text, self.matches(text, language), 0, len(text))

    def passage(self, text: str, language: str = "") -> SafeString:
        """The passage with most of the words; the beginning of the text if it holds none."""
        text = re.sub(r"[ \t\r\f\v]+", " ", text[:LONGEST_TEXT]).strip()
        matches = self.matches(text, language)
        start, end = _window(text, matches)
        inside = [m for m in matches if m.start >= start and m.end <= end]
        before = "… " if start else ""
        after = " …" if end < len(text) else ""
        return mark_safe(before + _with_marks(text, inside, start, end) + after)  # noqa: S308


def _window(text: str, matches: list[_Match]) -> tuple[int, int]:
    """The stretch of about `PASSAGE` characters with most different words, then most words."""
    if len(text) <= PASSAGE:
        return 0, len(text)
    # Two pointers: `last` only moves on, so that each match is taken in and let go once.
    best, best_value = (0, 0), (-1, -1)
    last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and matches[last].end - match.start <= PASSAGE - 40:
            last += 1
        here = matches[first:last]
        value = (len({m.word for m in here}), len(here))
        if value > best_value:
            best, best_value = (match.start, here[-1].end if here else match.end), value
    spare = max(PASSAGE - (best[1] - best[0]), 0)
    start = max(best[0] - spare // 3, 0)
    start = _beginning(text, start, best[0])
    end = min(start + PASSAGE, len(text))
    if end < len(text):
        cut = text.rfind(" ", best[1], end)
        end = cut if cut > 0 else end
    return start, max(end, best[1])


def _beginning(text: str, start: int, limit: int) -> int:
    """A place near `start`, at most at `limit`, where a sentence or at least a word begins."""
    if start == 0:
        return 0
    sentences = [m.end() for m in _SENTENCE_START.finditer(text, max(start - 40, 0), limit + 1)]
    if sentences and sentences[0] <= limit:
        return sentences[0]
    space = text.find(" ", start, limit)
    return space + 1 if space >= 0 else start


def _with_marks(text: str, matches: Sequence[_Match], start: int, end: int) -> SafeString:
    parts: list[str] = []
    at = start
    for match in matches:
        if match.start < at:
            continue
        parts.append(escape(text[at : match.start]))
        parts.append(f"<mark>{escape(text[match.start : match.end])}</mark>")
        at = match.end
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
