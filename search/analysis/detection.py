"""Language detection for text whose language nobody declared: small, offline, deterministic."""

import re
from collections import Counter

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
# Function words of other languages of a European house, few but frequent; none of them is a word of
# Polish or English, or of another language here.
_OTHERS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "de": "der das und ist nicht ein eine einen einer eines den dem sich mit auf für von wird"
        " werden sind oder auch wenn aus bei nach können sie wie zum zur",
        "fr": "les des est une dans pour qui avec sur pas vous nous aux cette ces être sont ou où"
        " plus leur mais elle ils peut par",
        "es": "el los las una por con para es del como más pero sus este esta está puede son y lo",
        "it": "il della che gli di sono nel alla dei delle anche questo questa può è una del per"
        " non più",
        "nl": "het een van niet zijn voor met wordt worden ook aan bij naar kunnen deze dat uit",
        "pt": "os uma não para com ao mais são pela pelo como também pode você em dos das",
        "sv": "och att är som för inte med den det ett av på till kan från eller",
    }.items()
}
_OTHERS_ONLY: dict[str, str] = {
    word: code
    for code, words in _OTHERS.items()
    for word in words - _POLISH - _ENGLISH
    if sum(word in others for others in _OTHERS.values()) == 1
}
_FEWEST_OTHER = 3  # words; a quoted line does not make a text German
_POLISH_SPELLING = re.compile(r"(sz|cz|rz|dz|ych$|ego$|owac$|nie$|osci$|nia$|iej$|ow$|ami$|ach$)")
_ENGLISH_SPELLING = re.compile(r"(th|sh|oo|ee|ck|qu|x|v|ing$|tion$|ness$|ment$|ed$|ly$|ould$)")


def detect_language(text: str, default: str = "") -> str:
    """Return "pl", "en" or `default` for text (or a query), by function words, letters, spelling.

    Some other languages are recognised by several function words, and only where nothing speaks
    for the two as strongly.
    """
    words = _WORD.findall(text[:_SAMPLE].lower())
    polish = english = 0.0
    others: Counter[str] = Counter()
    for word in words:
        if word in _POLISH_ONLY:
            polish += 2
        elif word in _ENGLISH_ONLY:
            english += 2
        elif word in _OTHERS_ONLY:
            others[_OTHERS_ONLY[word]] += 1
        if not _POLISH_LETTERS.isdisjoint(word):
            polish += 2
        elif len(word) > 3:
            polish += 0.5 * bool(_POLISH_SPELLING.search(word))
            english += 0.5 * bool(_ENGLISH_SPELLING.search(word))
    code, count = others.most_common(1)[0] if others else ("", 0)
    if count >= _FEWEST_OTHER and 2 * count > max(polish, english):
        return code
    if polish > english:
        return "pl"
    return "en" if english > polish else default
