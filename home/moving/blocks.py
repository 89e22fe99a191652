"""Clean HTML cut into the parts of a page."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from . import richtext
from .markdown import to_html
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

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CONTAINERS = {"div", "section", "details", "figure", "dl", "tbody", "thead"}
ALERT = re.compile(r"^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
ALERT_KINDS = {
    "note": "info",
    "tip": "success",
    "important": "info",
    "warning": "warning",
    "caution": "danger",
}
BOX = re.compile(r"^\s*\[([ xX])\]\s+")
VIDEO_HOSTS = re.compile(
    r"^https://(?:www\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|player\.vimeo\.com|vimeo\.com)/"
)


def read_document(markdown: str) -> Document:
    """The parts of a page written in Markdown."""
    return cut(to_html(markdown))


def cut(html: str) -> Document:
    """The parts of a page given as clean HTML."""
    cutter = _Cutter()
    cutter.walk(BeautifulSoup(html, "html.parser"))
    cutter.flush()
    return cutter.document


def slug_of(heading: str) -> str:
    """The anchor GitHub, Eleventy and MkDocs give a heading."""
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text))


def loose(anchor: str) -> str:
    """An anchor without what tools write differently: signs, dashes and `&` for `and`."""
    return re.sub(r"[\W_]", "", anchor.lower().replace("&", "and"))


def find_anchor(document: Document, fragment: str) -> int | None:
    """The place among the headings that `fragment` means, however its tool spelt it."""
    if fragment in document.anchors:
        return document.anchors[fragment]
    wanted = loose(fragment)
    for anchor, place in document.anchors.items():
        if wanted == loose(anchor) or (place >= 0 and wanted == loose(document.headings[place])):
            return place
    return None


class _Cutter:
    """Walks top-level elements; running text gathers until another kind of part begins."""

    def __init__(self, headings: Document | None = None) -> None:
        self.document = Document()
        if headings is not None:  # a part inside another counts its headings with the page's
            self.document.headings, self.document.anchors = headings.headings, headings.anchors
            self.document.first_heading = headings.first_heading or "-"
        self.running: list[str] = []
        self.loose: list[PageElement] = []

    def walk(self, parent: Tag) -> None:
        for node in list(parent.children):
            if isinstance(node, NavigableString) or (
                isinstance(node, Tag) and node.name in richtext.INLINE | {"br", "strong", "em"}
            ):
                self.loose.append(node)
                continue
            self._end_loose()
            if isinstance(node, Tag):
                self._element(node)
        self._end_loose()

    def flush(self) -> None:
        html = "".join(self.running)
        self.running = []
        if html:
            self.document.parts.append(Text(html))

    def _end_loose(self) -> None:
        nodes, self.loose = self.loose, []
        if words := richtext.inline(nodes):
            self.running.append(f"<p>{words}</p>")

    def _element(self, node: Tag) -> None:
        handler = {
            "pre": self._pre,
            "table": self._table,
            "blockquote": self._blockquote,
            "aside": self._aside,
            "iframe": self._video,
            "video": self._video,
            "img": self._pictures,
            "ul": self._list,
            "ol": self._list,
        }.get(node.name)
        if handler:
            handler(node)
        elif node.name in HEADINGS:
            self._heading(node)
        elif node.name in CONTAINERS:
            self.walk(node)
        elif node.name in ("summary", "dt"):
            if words := richtext.inline(node.children):
                self.running.append(f"<p><b>{words}</b></p>")
        elif node.name == "figcaption" or node.name == "dd":
            self._paragraph(node, "p")
        else:
            self._paragraph(node, node.name)

    def _paragraph(self, node: Tag, name: str) -> None:
        node.name = name
        self.running.append(richtext.block(node))
        if node.find("img"):
            self._pictures(node)

    def _heading(self, node: Tag) -> None:
        words = node.get_text(" ", strip=True)
        words = " ".join(words.split())
        document = self.document
        # Only a heading that the page begins with, or has above it nothing but pictures, names it.
        begins = not "".join(self.running).strip() and not document.headings
        if not document.first_heading and node.name == "h1" and begins:
            if not document.parts:
                document.first_heading = words
                self._anchor(node, words, place=-1)
                return
            if all(isinstance(part, Picture) for part in document.parts):
                document.first_heading = words
        if words:
            self._anchor(node, words, place=len(document.headings))
            document.headings.append(words)
        self._paragraph(node, richtext.RENAMED.get(node.name, node.name))

    def _anchor(self, node: Tag, words: str, place: int) -> None:
        anchors = self.document.anchors
        slug = slug_of(words)
        number = 0
        while slug in anchors:
            number += 1
            slug = f"{slug_of(words)}-{number}"
        anchors[slug] = place
        if node.get("id"):
            anchors.setdefault(str(node["id"]), place)

    def _pictures(self, node: Tag) -> None:
        self.flush()
        images = [node] if node.name == "img" else node.find_all("img")
        for image in images:
            source = str(image.get("src") or "").strip()
            if source:
                alt = " ".join(str(image.get("alt") or "").split())
                title = " ".join(str(image.get("title") or "").split())
                self.document.parts.append(Picture(source, alt, title))

    def _pre(self, node: Tag) -> None:
        self.flush()
        code = node.find("code")
        classes = code.get("class") if isinstance(code, Tag) else None
        names = [str(name) for name in classes or [] if str(name).startswith("language-")]
        language = names[0].removeprefix("language-") if names else ""
        self.document.parts.append(Code(node.get_text().rstrip("\n"), language))

    def _table(self, node: Tag) -> None:
        rows = [_cells(row) for row in node.find_all("tr")]
        rows = [row for row in rows if any(cell for cell in row)]
        if not rows:
            return
        self.flush()
        width = max(len(row) for row in rows)
        first = node.find("tr")
        head = isinstance(first, Tag) and bool(first.find("th")) and not first.find("td")
        padded = [row + [""] * (width - len(row)) for row in rows]
        self.document.parts.append(Table(padded, head))
        if node.find("img"):
            self._pictures(node)

    def _blockquote(self, node: Tag) -> None:
        text = node.get_text()
        if found := ALERT.match(text):
            for string in node.find_all(string=ALERT):
                string.replace_with(ALERT.sub("", str(string), count=1))
                break
            self._callout(ALERT_KINDS[found[1].lower()], "", node)
            return
        self.flush()
        blocks = node.find_all(["p", "li"]) or [node]
        words = "\n\n".join(" ".join(part.get_text().split()) for part in blocks)
        if words.strip():
            self.document.parts.append(Quote(words.strip()))

    def _aside(self, node: Tag) -> None:
        kind = str(node.get("data-kind") or "info")
        self._callout(kind, str(node.get("data-title") or ""), node)

    def _callout(self, kind: str, title: str, node: Tag) -> None:
        self.flush()
        inner = _Cutter(self.document)
        inner.walk(node)
        inner.flush()
        text = "".join(part.html for part in inner.document.parts if isinstance(part, Text))
        if text or title:
            kind = kind if kind in ("info", "success", "warning", "danger") else "info"
            self.document.parts.append(Callout(kind, title, text))
        self.document.parts += [p for p in inner.document.parts if not isinstance(p, Text)]

    def _video(self, node: Tag) -> None:
        address = str(node.get("src") or "")
        if VIDEO_HOSTS.match(address):
            self.flush()
            self.document.parts.append(Video(address))
        else:
            self.document.left_out.append(f"embedded frame {address}"[:80])

    def _list(self, node: Tag) -> None:
        items = node.find_all("li", recursive=False)
        if items and all(BOX.match(item.get_text()) for item in items) and not node.find("img"):
            self.flush()
            self.document.parts.append(Checklist([BOX.sub("", _words(item)) for item in items]))
        elif node.name == "ol" and node.find(["img", "pre"]):
            self.flush()
            self.document.parts.append(Steps([self._step(item) for item in items]))
        else:
            self.running.append(richtext.list_html(node))
            for table in node.find_all("table"):
                self._table(table)
            if node.find("img"):
                self._pictures(node)

    def _step(self, item: Tag) -> tuple[str, str, list[Picture]]:
        """A step's title, the rest of its text, and its pictures."""
        inner = _Cutter(self.document)
        inner.walk(item)
        inner.flush()
        parts = inner.document.parts
        html = "".join(as_text(part) for part in parts)
        title, rest = richtext.split_title(html)
        return title, rest, [part for part in parts if isinstance(part, Picture)]


def _words(item: Tag) -> str:
    return richtext.inline(item.children)


def _cells(row: Tag) -> list[str]:
    cells: list[str] = []
    for cell in row.find_all(["td", "th"], recursive=False):
        span = str(cell.get("colspan") or "1")
        cells.append(richtext.inline(cell.children))
        cells += [""] * (min(int(span), 20) - 1 if span.isdigit() else 0)
    return cells


def as_text(part: Part) -> str:
    """A part that stands inside a step, said in rich text; pictures are kept apart."""
    match part:
        case Text(html):
            return html
        case Code(text):
            lines = [f"<code>{escape(line, quote=False)}</code>" for line in text.split("\n")]
            return f"<p>{'<br/>'.join(lines)}</p>"
        case Quote(text):
            return "".join(f"<p>{escape(words, quote=False)}</p>" for words in text.split("\n\n"))
        case Callout(_kind, title, html):
            return (f"<p><b>{escape(title, quote=False)}</b></p>" if title else "") + html
        case Checklist(items):
            return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        case Table(rows):
            lines = [" · ".join(row) for row in rows]
            return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        case Steps(steps):
            inner = "".join(f"<li>{title}<br/>{html}</li>" for title, html, _ in steps)
            return f"<ol>{inner}</ol>"
        case Video(url):
            return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'
    return ""
