"""Names that can be mentioned: people and departments, found with or without diacritics."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from search.analysis.analyzer import word_forms
from social.people.models import Department, User

CACHE_KEY = "names-to-mention"
CACHE_SECONDS = 300
SHARED_LETTERS = 2  # that an inflected word has in common with its base form, at least
_FLEETING = re.compile(r"i?e([bcdfghjklmnprstwz])$")
_LETTERS = str.maketrans("łøđı", "lodi")  # not taken apart by Unicode decomposition


@dataclass(frozen=True)
class Name:
    """Somebody or some team that an @ can mean."""

    kind: str  # "person" or "department"
    id: int
    text: str
    folded: str
    detail: str = ""
    slug: str = ""  # of a department

    @property
    def url(self) -> str:
        if self.kind == "person":
            return reverse("people:profile", args=[self.id])
        return f"{reverse('people:directory')}?department={self.slug}"


def folded_letters(text: str) -> str:
    """Lower case without diacritics, letter by letter; spaces as they are."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.translate(_LETTERS)


def fold(text: str) -> str:
    """Lower case without diacritics, spaces made single: `Łącki` becomes `lacki`."""
    return " ".join(folded_letters(text).split())


def same_word(written: str, base: str) -> bool:
    """Whether two folded words are forms of one: `kowalska` and `kowalskiej`."""
    if written == base:
        return True
    if written[:SHARED_LETTERS] != base[:SHARED_LETTERS]:
        return False
    return _stem(written) == _stem(base)


def _stem(word: str) -> str:
    """The stem without the e that comes and goes: Paweł, Pawła; Marek, Markowi; Kopeć, Kopcia."""
    return _FLEETING.sub(r"\1", word_forms(word, "pl").stem)


def directory() -> dict[str, list[Name]]:
    """All names by their folded form; several people may share one. Remembered for a while."""
    known: dict[str, list[Name]] | None = cache.get(CACHE_KEY)
    if known is None:
        known = _read()
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return known


def forget(**kwargs: object) -> None:
    """Read the names anew next time; connected to changes of people and departments."""
    cache.delete(CACHE_KEY)


def _read() -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = defaultdict(list)
    people = User.objects.active().order_by("sort_key", "pk")
    for pk, first, last, title in people.values_list("pk", "first_name", "last_name", "job_title"):
        text = f"{first} {last}".strip()
        if fold(text):
            names[fold(text)].append(Name("person", pk, text, fold(text), title))
    departments = Department.objects.order_by("path").values_list("pk", "name", "slug")
    for pk, text, slug in departments:
        names[fold(text)].append(Name("department", pk, text, fold(text), slug=slug))
    return dict(names)


def matching(query: str, limit: int = 8) -> list[Name]:
    """Names with a word that begins like the query, names that begin so themselves first."""
    wanted = fold(query)
    if not wanted:
        return []
    first, later = [], []
    for folded, names in directory().items():
        if folded.startswith(wanted):
            first += names
        elif f" {wanted}" in folded or all(f" {word}" in f" {folded}" for word in wanted.split()):
            later += names
        if len(first) >= limit:
            break
    return (first + later or _inflected(wanted.split()))[:limit]


def _inflected(words: list[str]) -> list[Name]:
    """Names whose words are those of the query in another case; the last may have just begun."""
    found = []
    for folded, names in directory().items() if words else ():
        parts = folded.split()
        pairs = list(zip(words, parts, strict=False))
        if len(words) <= len(parts) and all(
            same_word(word, part) or (word == words[-1] and part.startswith(word))
            for word, part in pairs
        ):
            found += names
    return found
