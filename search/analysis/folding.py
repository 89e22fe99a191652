"""Folding: one spelling for words that differ only in case, diacritics or typographic signs."""

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ı": "i", "ŧ": "t", "ĸ": "k",
        "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "'": "", "’": "", "ʼ": "",
    }
)  # fmt: skip


def fold(word: str) -> str:
    """Return the word in lower case without diacritics or apostrophes: "Żółw's" -> "zolws"."""
    word = word.lower()
    if word.isascii():
        return word.replace("'", "") if "'" in word else word
    decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
