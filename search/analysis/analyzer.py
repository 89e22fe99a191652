"""Analyzers: words, their searchable forms and their positions, for indexing and for queries.

Each word is indexed in up to three forms, measured on Polish and English (docs/decisions):

exact   the folded word as written ("żółwie" -> "zolwie"): spelling, names, phrases, suggestions
stem    the Snowball stem of the document's language, folded ("zolw"): inflection
prefix  the first letters of the folded word ("zolwi"): what the stemmer misses, typed without
        diacritics, compounds
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from threading import local
from typing import NamedTuple

import Stemmer

from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS

_ALTERNATIONS = (("rz", "r"), ("dz", "d"), ("c", "k"))
PREFIX_LENGTH = {"pl": 5, "en": 6}
DEFAULT_PREFIX_LENGTH = 6
LONGEST_WORD = 64  # characters; longer ones are cut, so that base64 in a text costs little
UNKNOWN = "xx"  # language code of text in a language without a stemmer

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
LANGUAGES = frozenset(code for code, name in _ALGORITHMS.items() if name in Stemmer.algorithms())

# Runs without white space that hold signs between word characters are codes, file names, addresses
# ("KSeF-2026/04", "umowa_v2.docx", "jan.kowal@firma.pl"): indexed whole and in parts.
_RUN = re.compile(r"\w+(?:['’]\w+)*(?:[-./_@+&:#]+\w+(?:['’]\w+)*)*[+#]*")
_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS_DIGITS = re.compile(r"[^\W\d_]+|\d+")
_thread = local()


class Forms(NamedTuple):
    """The searchable forms of one word; empty where the word has none."""

    exact: str
    stem: str
    prefix: str
    is_stop: bool


class Token(NamedTuple):
    """A word as written, and how many words of its run follow it (0 for the parts themselves)."""

    text: str
    is_run: bool  # the whole of a code-like run; its parts follow as tokens of their own


@dataclass
class QueryWord:
    """A word of a query with its forms in every language asked for."""

    text: str
    exact: str
    stems: dict[str, str]  # by language
    prefixes: dict[str, str]  # by language
    is_stop: bool = False
    is_run: bool = False
    alternatives: list["QueryWord"] = field(default_factory=list)  # e.g. corrected spellings
    seen_in: int | None = None  # documents, where the reader sees so few that the word is rare


def language_code(language: str | None) -> str:
    """Return the two letters that choose an analyzer: "pl-PL" -> "pl"; UNKNOWN without one."""
    code = (language or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else UNKNOWN


def analyzers(languages: Iterable[str]) -> list[str]:
    """Return the analyzers of several languages, each once; the neutral one for those without."""
    return list(dict.fromkeys(language_code(language) for language in languages))


def _stemmer(language: str) -> "Stemmer.Stemmer":
    # Stemmer objects are not thread-safe.
    stemmers = _thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_ALGORITHMS[language], 0)
    return stemmers[language]


@lru_cache(maxsize=200_000)
def word_forms(word: str, language: str) -> Forms:
    """Return the forms of a lower-case word in a language (two letters, or UNKNOWN)."""
    word = word[:LONGEST_WORD]
    exact = fold(word)
    is_stop = word in STOP_WORDS.get(language, ())
    if is_stop or language == UNKNOWN or not word[:1].isalpha():
        return Forms(exact, exact, "" if is_stop else exact[:DEFAULT_PREFIX_LENGTH], is_stop)
    stem = fold(_stemmer(language).stemWord(word)) or exact
    if language == "pl":
        stem = _without_alternation(stem)
    return Forms(exact, stem, exact[: PREFIX_LENGTH.get(language, DEFAULT_PREFIX_LENGTH)], False)


def _without_alternation(stem: str) -> str:
    """Undo the consonant change of Polish endings that the stemmer leaves: biurz(e) -> biur(o),
    pracownic(y) -> pracownik, matc(e) -> matk(a), mlodz(i) -> mlod(y)."""
    for changed, plain in _ALTERNATIONS:
        if stem.endswith(changed) and len(stem) > len(changed) + 1:
            return stem[: -len(changed)] + plain
    return stem


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in lower case; a code-like run comes first whole, then in parts."""
    for match in _RUN.finditer(text.lower()):
        run = match.group()
        if run.isalpha():
            yield Token(run, False)
            continue
        parts = _PART.findall(run)
        split = [p for part in parts for p in _split_mixed(part)]
        if len(split) != 1 or split[0] != run:
            yield Token(run, True)
        for part in split:
            yield Token(part, False)


def _split_mixed(part: str) -> list[str]:
    # "iso27001" also answers "iso 27001"; short mixtures ("b2b", "v2", "4k") stay one word.
    if part.isalpha() or part.isdigit() or len(part) < 5:
        return [part]
    pieces = _LETTERS_DIGITS.findall(part)
    return pieces if all(len(p) > 1 for p in pieces) and len(pieces) <= 3 else [part]


def analyze(text: str, language: str) -> Iterator[tuple[int, Forms, bool]]:
    """Yield (position, forms, is_run) for each word of a text; a run shares its first part's place."""
    position = 0
    for word, is_run in tokens(text):
        if is_run:
            yield position, Forms(fold(word)[:LONGEST_WORD], "", "", False), True
            continue
        forms = word_forms(word, language)
        if forms.exact:  # a lone modifier letter ("ʼ") folds to nothing
            yield position, forms, False
        position += 1


def query_words(text: str, languages: list[str], stop_language: str = "") -> list[QueryWord]:
    """Return the words of a query, each once, with their forms in every language.

    A word is a stop word in `stop_language` (or, unknown, in any language) unless it stands in
    capitals in a query that is not all capitals ("dział IT").
    """
    shouting = text.isupper()
    capitals = (
        set()
        if shouting
        else {w.lower() for w in re.findall(r"\b[^\W\d_]{2,}\b", text) if w.isupper()}
    )
    stop_in = [stop_language] if stop_language else languages
    words: dict[str, QueryWord] = {}
    for word, is_run in tokens(text):
        if word in words:
            continue
        if is_run:
            words[word] = QueryWord(word, fold(word)[:LONGEST_WORD], {}, {}, is_run=True)
            continue
        forms = {code: word_forms(word, code) for code in languages}
        is_stop = word not in capitals and any(word in STOP_WORDS.get(c, ()) for c in stop_in)
        words[word] = QueryWord(
            word,
            fold(word[:LONGEST_WORD]),
            {code: f.stem for code, f in forms.items()},
            {code: f.prefix for code, f in forms.items() if f.prefix},
            is_stop,
        )
    return list(words.values())
