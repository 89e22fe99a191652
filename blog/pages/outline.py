"""The table of contents of a page, from the headings of its rendered body."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

_HEADING = re.compile(r"<h([234])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class Entry:
    """A heading: its level (2 to 4), anchor and text."""

    level: int
    anchor: str
    text: str


def outline(html: str) -> tuple[SafeString, list[Entry]]:
    """Rendered body with an id on every heading, and the headings of levels 2 and 3.

    `html` comes from block templates, which have escaped what people typed.
    """
    entries: list[Entry] = []
    taken: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        level, attributes, inner = int(match[1]), match[2], match[3]
        text = unescape(strip_tags(inner)).strip()
        given = _ID.search(attributes)
        anchor = given[1] if given else _free_anchor(slugify(text) or "section", taken)
        taken.add(anchor)
        if level < 4 and text:
            entries.append(Entry(level, anchor, text))
        if given:
            return match[0]
        return f'<h{level} id="{anchor}"{attributes}>{inner}</h{level}>'

    return mark_safe(_HEADING.sub(anchored, html)), entries  # noqa: S308


def _free_anchor(anchor: str, taken: set[str]) -> str:
    number, free = 2, anchor
    while free in taken:
        free, number = f"{anchor}-{number}", number + 1
    return free
