"""The name that a text begins with, in any script, and in the cases of Polish.

What completion inserts is found whatever signs a name holds: brackets, apostrophes, marks of
vowels. Nothing is cut into words; names are compared with the folded text from the @ on.
"""

import re
import unicodedata
from collections import defaultdict

from social.comments.names import Name, fold, folded_letters, same_word

BUCKET = 2  # folded letters by which names are looked up
_WHICH = re.compile(r"#(\d{1,9})\b")
_TWO_WORDS = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*) ([^\W\d_]+(?:[-'’][^\W\d_]+)*)")
MOST_ALIKE = 200  # names looked at for inflection


class Beginnings:
    """The names of the directory by what they begin with."""

    def __init__(self, names: dict[str, list[Name]]) -> None:
        self._names = names
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for folded in names:
            self._by_start[folded[:BUCKET]].append(folded)
        self._sorted: set[str] = set()

    def found_in(self, text: str) -> tuple[Name, int] | None:
        """The longest name that the text begins with, and its length with a `#id` behind it."""
        folded, ends = _folded_with_ends(text)
        for start in (folded[:BUCKET], folded[:1]):
            for candidate in self._longest_first(start):
                if not folded.startswith(candidate):
                    continue
                end = ends[len(candidate) - 1]
                if _ends_a_name(text, end) and (found := self._which(candidate, text, end)):
                    return found
        return self._inflected(text)

    def _longest_first(self, start: str) -> list[str]:
        found = self._by_start.get(start, [])
        if start not in self._sorted:
            found.sort(key=len, reverse=True)
            self._sorted.add(start)
        return found

    def _which(self, folded: str, text: str, end: int) -> tuple[Name, int] | None:
        """Of several of one name, the one that `#id` names; nobody is meant by chance."""
        candidates = self._names[folded]
        exact = _WHICH.match(text, end)
        if exact:
            for name in candidates:
                if name.id == int(exact[1]):
                    return name, exact.end()
        return (candidates[0], end) if len(candidates) == 1 else None

    def _inflected(self, text: str) -> tuple[Name, int] | None:
        """Somebody in another case: "@Annę Kowalską" is Anna Kowalska, if nobody else can be."""
        words = _TWO_WORDS.match(text)
        if words is None or not _ends_a_name(text, words.end()):
            return None
        first, last = (fold(word) for word in words.groups())
        meant = []
        for folded in self._by_start.get(first[:BUCKET], [])[:MOST_ALIKE]:
            parts = folded.split(" ")
            if len(parts) == 2 and same_word(first, parts[0]) and same_word(last, parts[1]):
                meant += [name for name in self._names[folded] if name.kind == "person"]
        return (meant[0], words.end()) if len(meant) == 1 else None


def _folded_with_ends(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where its original ends."""
    folded: list[str] = []
    ends: list[int] = []
    for at, character in enumerate(text, 1):
        if character in "\r\n":
            break
        for letter in folded_letters(character):
            if not letter.isspace():
                folded.append(letter)
            elif folded and folded[-1] != " ":
                folded.append(" ")
            else:
                continue
            ends.append(at)
        if ends and unicodedata.combining(character):
            ends[-1] = at  # the mark belongs to the letter before it
    return "".join(folded), ends


def _ends_a_name(text: str, end: int) -> bool:
    """Whether a name may end here: no letter, digit or joined word goes on."""
    after = text[end : end + 2]
    if not after:
        return True
    if after[0].isalnum() or after[0] == "_" or unicodedata.category(after[0]).startswith("M"):
        return False
    return not (after[0] in "-‐" and len(after) == 2 and after[1].isalnum())
