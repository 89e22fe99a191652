"""What a person asks: words, exact phrases in quotes, words to leave out."""

import re
from dataclasses import dataclass, field

MAX_LENGTH = 1000  # characters: a paragraph pasted from a mail; only its rarest words are scored
MAX_WORDS = 150
_PARTS = re.compile(r'(-?)(?:"([^"]*)"|„([^”"]*)[”"]|“([^”]*)”|(\S+))')


@dataclass(frozen=True)
class Query:
    """A query in parts. `text` ranks; every phrase must occur; nothing excluded may occur."""

    text: str = ""
    phrases: tuple[str, ...] = field(default=())
    excluded: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.phrases)

    @classmethod
    def parse(cls, typed: str) -> "Query":
        """Return the query that was typed; any text is valid, an open quote counts as a word's."""
        words: list[str] = []
        phrases: list[str] = []
        excluded: list[str] = []
        for minus, *quotes, word in _PARTS.findall(typed[:MAX_LENGTH]):
            quoted = next((q for q in quotes if q.strip()), "").strip()
            value = quoted or word.strip('"„”“')
            if not any(c.isalnum() for c in value):
                continue
            if minus:
                excluded.append(value)
            elif quoted:
                phrases.append(quoted)
            else:
                words.append(value)
        return cls(" ".join(words[:MAX_WORDS]), tuple(phrases[:5]), tuple(excluded[:10]))
