"""What people type into the box: words, "phrases", -without, author:kowal, after:2026-01."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 1000  # characters: a paragraph pasted from a mail
MOST_PARTS = 150

_PART = re.compile(
    r"""
    (?P<minus>(?<!\S)[-–])?                     # only at the start of a word: not in "e-mail"
    (?:
      (?P<key>[^\W\d_]{2,20}):(?=\S)(?P<value>"[^"]*"|\S+)
      | ["„”“](?P<phrase>[^"„”“]*)["„”“]
      | (?P<word>\S+)
    )
    """,
    re.VERBOSE,
)
_HAS_LETTER = re.compile(r"\w")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")


@dataclass(frozen=True)
class Typed:
    """A query taken apart. Nothing typed is an error: what has no meaning is a plain word."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()  # (facet, what was typed)

    @property
    def plain(self) -> str:
        """The words and phrases without signs and filters."""
        return " ".join([*self.words, *self.phrases])

    @property
    def without_filters(self) -> str:
        """What was typed, filters apart."""
        if not self.filters:
            return self.text
        signs = [*(f'"{p}"' for p in self.phrases), *(f'-"{e}"' for e in self.excluded)]
        return " ".join([*self.words, *signs])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for, filters aside."""
        return not (self.words or self.phrases)


def parse(text: str, keys: Mapping[str, str]) -> Typed:
    """Take a query apart. `keys` gives the facet's name for each word that may precede a colon."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    filters: list[tuple[str, str]] = []
    for number, part in enumerate(_PART.finditer(text)):
        if number >= MOST_PARTS:
            break
        key = keys.get((part["key"] or "").lower())
        value = (part["value"] or "").strip('"„”“').strip()
        if key and value and not part["minus"]:
            filters.append((key, value))
            continue
        phrase, word = part["phrase"], part["word"]
        if part["key"]:
            word = f"{part['key']}:{value}"
        chosen = (phrase if phrase is not None else word or "").strip("\"„”“' ")
        if not _HAS_LETTER.search(chosen):
            continue
        if part["minus"]:
            excluded.append(chosen)
        elif phrase is not None and " " in chosen:
            phrases.append(chosen)
        else:
            words.append(chosen)
    return Typed(text, tuple(words), tuple(phrases), tuple(excluded), tuple(filters))


def parse_day(text: str, today: date, *, end: bool = False) -> date | None:
    """The day meant by "2026", "2026-03", "2026-03-14", "today", "7d"; None if it is none.

    A year or month means its first day, or its last with `end`.
    """
    text = text.strip().lower()
    relative = {"today": 0, "dziś": 0, "dzis": 0, "yesterday": 1, "wczoraj": 1}
    if text in relative:
        return today - timedelta(days=relative[text])
    if ago := re.fullmatch(r"(\d{1,4})([dwmy])", text):
        days = {"d": 1, "w": 7, "m": 30, "y": 365}[ago[2]]
        return today - timedelta(days=min(int(ago[1]) * days, 36_500))
    match = _DATE.match(text)
    if not match:
        return None
    year, month, day = (int(g) if g else 0 for g in match.groups())
    try:
        if day:
            return date(year, month, day)
        if not end:
            return date(year, month or 1, 1)
        last = month or 12
        return date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None
