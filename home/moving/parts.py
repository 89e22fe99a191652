"""What an imported page is made of, before any page type is known."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """Running text: clean HTML with h2-h4, p, ul, ol, hr and inline marks."""

    html: str


@dataclass(frozen=True)
class Picture:
    """An image, still by its address in the source."""

    source: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells (inline HTML); the first row is the head when `head` is set."""

    rows: list[list[str]]
    head: bool = True


@dataclass(frozen=True)
class Code:
    """A listing and its language (empty when unknown)."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Quote:
    """Words quoted from elsewhere (plain text, paragraphs apart by a blank line)."""

    text: str


@dataclass(frozen=True)
class Callout:
    """A remark set apart; kind is info, success, warning or danger."""

    kind: str
    title: str
    html: str


@dataclass(frozen=True)
class Checklist:
    """Things to tick off (inline HTML)."""

    items: list[str]


@dataclass(frozen=True)
class Steps:
    """A numbered list whose steps hold more than text: title, HTML and pictures of each."""

    steps: list[tuple[str, str, list[Picture]]]


@dataclass(frozen=True)
class Video:
    """A video by the address of its page or player."""

    url: str


Part = Text | Picture | Table | Code | Quote | Callout | Checklist | Steps | Video


@dataclass
class Document:
    """A page read from text: its parts, its anchors and what could not be carried over.

    `headings` are their words in order; `anchors` maps the ids that tools give a heading to its
    place among them, or to -1 for the title, which is not part of the text.
    """

    parts: list[Part] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    first_heading: str = ""
    left_out: list[str] = field(default_factory=list)
