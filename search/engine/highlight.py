"""Highlights: the passage of a text that best shows why a document was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis.analyzer import QueryWord, word_forms
from search.analysis.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
EXAMINED = 60_000  # characters of one text; a passage is rarely wanted from farther down
PASSAGE = 240  # characters


@dataclass(frozen=True)
class Passage:
    """A piece of a document's text with the words found in <mark>; safe to show."""

    slot: str  # the search field it comes from
    html: SafeString
    matches: int  # how many different words of the query it shows


class Highlighter:
    """Recognises the words of a query, in any form, in texts of one language."""

    def __init__(self, words: Iterable[QueryWord], language: str):
        self.language = language
        self.exact: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self.prefixes: dict[str, int] = {}
        for number, word in enumerate(words):
            for form in (word, *word.alternatives):
                self.exact.setdefault(form.exact, number)
                if stem := form.stems.get(language):
                    self.stems.setdefault(stem, number)
                prefix = form.prefixes.get(language, "")
                if len(prefix) > 4:
                    self.prefixes.setdefault(prefix, number)

    def number(self, word: str) -> int:
        """Return which word of the query this is; -1 for none."""
        found = self.exact.get(fold(word), -1)
        if found < 0:
            forms = word_forms(word.lower(), self.language)
            found = self.stems.get(forms.stem, -1)
            if found < 0 and forms.prefix:
                found = self.prefixes.get(forms.prefix, -1)
        return found

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return (start, end, number of the query's word) of every match."""
        return [
            (match.start(), match.end(), number)
            for match in _WORD.finditer(text, 0, EXAMINED)
            if (number := self.number(match.group())) >= 0
        ]

    def mark(self, text: str) -> SafeString:
        """Return the whole text, escaped, with matches in <mark>."""
        return _marked(text, self.spans(text), 0, len(text))

    def passage(self, slot: str, text: str, length: int = PASSAGE) -> Passage:
        """Return the stretch of text with the most different words of the query."""
        spans = self.spans(text)
        start, matches = _best_window(spans, length)
        start, end = _whole_words(text, start, length)
        return Passage(slot, _marked(text, spans, start, end), matches)


def best_passages(
    highlighter: Highlighter, texts: Sequence[tuple[str, str]], limit: int = 1
) -> list[Passage]:
    """Return the best passages of a document's texts; the beginning of the first if none matches."""
    passages = [highlighter.passage(slot, text) for slot, text in texts if text.strip()]
    ranked = sorted(passages, key=lambda p: -p.matches)
    return [p for p in ranked if p.matches][:limit] or ranked[:1]


def _best_window(spans: list[tuple[int, int, int]], length: int) -> tuple[int, int]:
    best, best_start, first = (0, 0), 0, 0
    seen: dict[int, int] = {}
    for index, (_, end, number) in enumerate(spans):
        seen[number] = seen.get(number, 0) + 1
        while end - spans[first][0] > length - 40:
            old = spans[first][2]
            seen[old] -= 1
            if not seen[old]:
                del seen[old]
            first += 1
            if first > index:
                break
        if (len(seen), sum(seen.values())) > best:
            best, best_start = (len(seen), sum(seen.values())), spans[min(first, index)][0]
    return best_start, best[0]


def _whole_words(text: str, start: int, length: int) -> tuple[int, int]:
    """Return a window around `start` that begins at a sentence or a word, and ends at a word."""
    begin = max(0, start - 60)
    if begin:
        sentence = max(text.rfind(sign, begin, start) for sign in (". ", "! ", "? ", "\n"))
        space = text.find(" ", begin, start)
        begin = sentence + 1 if sentence >= 0 else space + 1 if space >= 0 else begin
    while begin < start and text[begin].isspace():
        begin += 1
    end = min(len(text), begin + length)
    if end < len(text):
        space = text.rfind(" ", begin + length // 2, end)
        end = space if space > 0 else end
    return begin, end


def _marked(text: str, spans: list[tuple[int, int, int]], start: int, end: int) -> SafeString:
    parts, at = ["…" if start > 0 else ""], start
    for first, last, _ in spans:
        if first >= start and last <= end:
            parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    parts += [escape(text[at:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(parts))  # noqa: S308 (every part of the text is escaped)
