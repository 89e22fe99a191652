"""Folding and sort keys. Keys order Polish and other Latin letters as readers expect: a, ą, b, c, ć …

Databases differ in collation (SQLite knows none), so the key is stored beside the text.
"""

import unicodedata

from django.db import connection
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Lower, Replace

_POLISH = {letter: f"{base}~" for letter, base in zip("ąćęłńóśż", "acelnosz", strict=True)}
_POLISH["ź"] = "z}"  # ź comes before ż
_POLISH["ż"] = "z~"


def fold(text: str) -> str:
    """Lower-case text without diacritics: what somebody types who has no Polish keyboard."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """A lower-case key whose code-point order is Polish dictionary order."""
    letters = []
    for letter in text.casefold():
        if letter in _POLISH:
            letters.append(_POLISH[letter])
        else:
            letters.append(fold(letter))
    return "".join(letters)


def dictionary_order(field: str) -> Collate:
    """Orders by a text that has no key stored beside it: `pages.order_by(dictionary_order("title"))`."""
    ordered: Combinable = F(field)
    for letter, key in _POLISH.items():
        for form in (letter, letter.upper()):  # SQLite's own LOWER knows ASCII only
            ordered = Replace(ordered, Value(form), Value(key))
    return Collate(Lower(ordered), "C" if connection.vendor == "postgresql" else "BINARY")
