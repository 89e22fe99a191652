"""What a person asks: words, exact phrases in quotes, words to leave out."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Query:
    """A query in parts. `text` ranks; every phrase must occur; nothing excluded may occur."""

    text: str = ""
    phrases: tuple[str, ...] = field(default=())
    excluded: tuple[str, ...] = field(default=())
