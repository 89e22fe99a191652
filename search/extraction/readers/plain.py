"""Text, Markdown, HTML and rich text."""

import re
from html.parser import HTMLParser
from typing import IO, Any

from search.extraction.readers.text import LONGEST_TEXT, Text, decoded

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)


def read_plain(file: IO[bytes], text: Text) -> None:
    text.add(decoded(file.read(4 * LONGEST_TEXT)))
    if file.read(1):
        text.note("length")


def read_markdown(file: IO[bytes], text: Text) -> None:
    source = decoded(file.read(4 * LONGEST_TEXT))
    if file.read(1):
        text.note("length")
    source = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    source = re.sub(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)", r"\1", source)
    text.add(re.sub(r"(?m)^[#>*+\-\s]{1,10}\s|[*_`]{1,3}", "", source))


class _Words(HTMLParser):
    """The visible words of HTML."""

    SILENT = frozenset({"script", "style", "template", "noscript", "svg"})
    BLOCKS = frozenset({"p", "div", "li", "tr", "br", "td", "th", *(f"h{n}" for n in range(1, 7))})

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text
        self.line: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.flush()
        if tag == "img":
            self.line.extend(f" {value} " for name, value in attrs if name == "alt" and value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT and self.silent > 0
        if tag in self.BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.line.append(data)

    def flush(self) -> None:
        self.text.add(" ".join("".join(self.line).split()))
        self.line.clear()


def add_html(source: str, text: Text) -> None:
    words = _Words(text)
    words.feed(source)
    words.close()
    words.flush()


def read_html(file: IO[bytes], text: Text) -> None:
    data = file.read(8 * LONGEST_TEXT)
    if file.read(1):
        text.note("length")
    add_html(_declared(data) or decoded(data), text)


def _declared(data: bytes) -> str:
    """The source in the character set that it names, if that exists and fits; else ""."""
    found = _CHARSET.search(data[:2048])
    if not found or found[1].lower().startswith((b"utf-8", b"utf-16")):
        return ""
    try:
        return data.decode(found[1].decode())
    except (LookupError, ValueError):
        return ""


def read_rich_text(file: IO[bytes], text: Text) -> None:
    from striprtf.striprtf import rtf_to_text

    source = file.read(16 * LONGEST_TEXT).decode("cp1252", "replace")
    if file.read(1):
        text.note("length")
    text.add(rtf_to_text(source, errors="ignore"))
