"""The plain text of a mail, from the same HTML that its other half shows."""

import re
from html.parser import HTMLParser
from textwrap import fill

WIDTH = 76
BLOCKS = {"p", "div", "h1", "h2", "h3", "li", "tr", "table", "ul", "ol", "blockquote", "pre"}
SILENT = {"head", "style", "script", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str, str]] = []  # depth of quotation, bullet, text
        self.words = ""
        self.quotes = self.silent = 0
        self.bullet = ""
        self.links: list[str] = []
        self.link_start = 0

    def flush(self) -> None:
        text = "\n".join(line.strip(" \t\r\f\v") for line in self.words.split("\n"))
        text = re.sub(r"[ \t\xa0]+", " ", text).strip()
        if text:
            self.blocks.append((self.quotes, self.bullet, text))
            self.bullet = ""
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "br":
            self.words += "\n"
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.link_start = len(self.words)
        elif tag in BLOCKS:
            self.flush()
            self.quotes += tag == "blockquote"
            if tag == "li":
                self.bullet = "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "a" and self.links:
            url = self.links.pop()
            if url and url not in self.words[self.link_start :]:
                self.words = f"{self.words.rstrip()}\n{url}\n"
        elif tag in BLOCKS:
            self.flush()
            self.quotes -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words += re.sub(r"\s+", " ", data)


def plain_text(html: str) -> str:
    """HTML as people write it in plain text: wrapped, quotations marked, links written out."""
    reader = _Reader()
    reader.feed(html)
    reader.flush()
    parts = []
    for quotes, bullet, text in reader.blocks:
        indent = "> " * quotes
        lines = [
            fill(
                line,
                WIDTH,
                initial_indent=indent + (bullet if first else " " * len(bullet)),
                subsequent_indent=indent + " " * len(bullet),
                break_long_words=False,
                break_on_hyphens=False,
            )
            for first, line in zip(
                [True] + [False] * text.count("\n"), text.split("\n"), strict=True
            )
            if line.strip()
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
