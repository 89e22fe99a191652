"""Parts of a page as the raw data of its body field (see `blog.pages.blocks.BodyBlock`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any
from uuid import UUID, uuid5

from blog.pages.outline import outline

from .markdown import plain
from .parts import (
    Callout,
    Checklist,
    Code,
    Document,
    Part,
    Picture,
    Quote,
    Steps,
    Table,
    Text,
    Video,
)

Anchor = Callable[[str], str | None]  # an address to the attributes of <a>; None drops the link
Library = Callable[[Picture], int | None]  # a picture to the id of a library image
Block = dict[str, Any]

HREF = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
HEADING_ID = re.compile(r'<h[234] id="([^"]*)"')
TONES = {"info": "info", "success": "tip", "warning": "warning", "danger": "danger"}
EMBED = re.compile(r"youtube(?:-nocookie)?\.com/embed/([\w-]+)")
PLAYER = re.compile(r"player\.vimeo\.com/video/(\d+)")
NAMESPACE = UUID("6f0c2ad4-53b5-4c0e-9a51-0d8b5a6f6b1e")


def body_of(document: Document, anchor: Anchor, library: Library) -> list[Block]:
    """Raw stream data; block ids follow from content and place, so equal text is equal data."""
    writer = _Writer(anchor, library)
    blocks = [block for part in document.parts for block in writer.blocks(part)]
    for place, block in enumerate(blocks):
        block["id"] = str(uuid5(NAMESPACE, f"{place}:{block['type']}:{block['value']}"))
    return blocks


def heading_ids(document: Document) -> list[str]:
    """The anchors that the site gives the headings of a page, in their order."""
    html = "".join(_html_of(document.parts))
    return [unescape(found) for found in HEADING_ID.findall(outline(html)[0])]


def _html_of(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        match part:
            case Text(html) | Callout(_, _, html):
                yield html
            case Steps(steps):
                yield from (html for _title, html, _pictures in steps)


class _Writer:
    def __init__(self, anchor: Anchor, library: Library) -> None:
        self.anchor = anchor
        self.library = library

    def rich(self, html: str) -> str:
        """`html` with its links rewritten; a link that is dropped leaves its words."""

        def link(match: re.Match[str]) -> str:
            attributes = self.anchor(unescape(match[1]))
            return f"<a {attributes}>{match[2]}</a>" if attributes else match[2]

        return HREF.sub(link, html)

    def image(self, picture: Picture) -> dict[str, Any] | None:
        found = self.library(picture)
        if found is None:
            return None
        return {"image": found, "decorative": not picture.alt, "alt_text": picture.alt}

    def blocks(self, part: Part) -> list[Block]:
        match part:
            case Text(html):
                return [_block("text", self.rich(html))]
            case Picture():
                return self._picture(part)
            case Table(rows, head):
                return [_block("table", self._table(rows, head))]
            case Code(text, language):
                return [_block("code", {"language": language[:30], "code": text})]
            case Quote(text):
                return [_block("quote", {"text": text, "source": ""})]
            case Callout(kind, title, html):
                value = {"tone": TONES[kind], "title": title[:120], "text": self.rich(html)}
                return [_block("callout", value)]
            case Checklist(items):
                return [self._checklist(items)]
            case Steps(steps):
                return self._steps(steps)
            case Video(url):
                return [_block("video", _video(url))]
        return []

    def _picture(self, picture: Picture) -> list[Block]:
        image = self.image(picture)
        if image is None:
            words = picture.caption or picture.alt
            return [_block("text", f"<p><i>{escape(words, quote=False)}</i></p>")] if words else []
        caption = f"<p><i>{escape(picture.caption, quote=False)}</i></p>"
        after = [_block("text", caption)] if picture.caption else []
        return [_block("image", image), *after]

    def _table(self, rows: list[list[str]], head: bool) -> dict[str, Any]:
        first = [plain_words(cell) for cell in rows[0]] if head else [""] * len(rows[0])
        body = rows[1:] if head else rows
        return {
            "columns": [{"type": "text", "heading": heading} for heading in first],
            "rows": [{"values": [self.rich(cell) for cell in row]} for row in body],
            "caption": "",
        }

    def _checklist(self, items: list[str]) -> Block:
        words = [plain_words(item) for item in items]
        if any("<a " in item for item in items) or any(len(item) > 300 for item in words):
            lines = "".join(f"<li>{item}</li>" for item in items)
            return _block("text", self.rich(f"<ul>{lines}</ul>"))
        return _block("checklist", {"title": "", "items": words})

    def _steps(self, steps: list[tuple[str, str, list[Picture]]]) -> list[Block]:
        values, after = [], []
        for title, html, pictures in steps:
            images = [image for picture in pictures if (image := self.image(picture))]
            value: dict[str, Any] = {"title": title or "…", "text": self.rich(html)}
            value["image"] = images[0] if images else None
            values.append({"type": "item", "value": value})
            after += [_block("image", image) for image in images[1:]]
        return [_block("steps", values), *after]


def plain_words(html: str) -> str:
    """The words of rich text, for fields that hold no markup."""
    return unescape(plain(html.replace("<br/>", " ")))


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value}


def _video(url: str) -> dict[str, Any]:
    if found := EMBED.search(url):
        url = f"https://www.youtube.com/watch?v={found[1]}"
    elif found := PLAYER.search(url):
        url = f"https://vimeo.com/{found[1]}"
    return {"title": url.split("//")[-1][:160], "file": None, "url": url, "transcript": ""}
