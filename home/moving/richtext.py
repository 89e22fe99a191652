"""HTML trimmed to what a rich text editor can hold: h2-h4, p, lists, hr and inline marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from bs4 import NavigableString, PageElement, Tag

RENAMED = {"strong": "b", "em": "i", "del": "s", "h1": "h2", "h5": "h4", "h6": "h4"}
INLINE = {"a", "b", "i", "s", "code", "sup", "sub"}
PARAGRAPHS = {"p", "div", "section", "blockquote", "figure", "figcaption", "aside", "details"}


def inline(nodes: Iterable[PageElement]) -> str:
    """Inline HTML of `nodes`; paragraphs inside become line breaks, pictures fall away."""
    html = "".join(_inline(node) for node in nodes)
    return "<br/>".join(line.strip() for line in html.split("<br/>") if line.strip())


def block(element: Tag) -> str:
    """HTML of one heading, paragraph or list; empty when nothing visible is left."""
    name = RENAMED.get(element.name, element.name)
    if name == "hr":
        return "<hr/>"
    if name in ("ul", "ol"):
        return list_html(element)
    body = inline(element.children)
    return f"<{name}>{body}</{name}>" if body else ""


def list_html(element: Tag) -> str:
    """A list with its sublists; each item is one line of text, as Draftail wants it."""
    items = "".join(_item(item) for item in element.find_all("li", recursive=False))
    return f"<{element.name}>{items}</{element.name}>" if items else ""


def split_title(html: str, longest: int = 200) -> tuple[str, str]:
    """The first sentence of `html` as plain words, and the HTML that remains.

    Links of the sentence are kept in a paragraph of their own, since a title holds none.
    """
    first = re.match(r"<p>(.*?)</p>", html, re.DOTALL)
    if not first:
        return "", html
    words = _plain(first[1])
    if len(words) <= longest:
        links = re.findall(r"<a href=.*?</a>", first[1], re.DOTALL)
        kept = f"<p>{' · '.join(links)}</p>" if links else ""
        return words, kept + html[first.end() :]
    end = max(words.rfind(mark, 20, longest) for mark in (". ", ": ", "; ", ", "))
    return (words[: end + 1] if end > 0 else words[: longest - 1] + "…"), html


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _item(item: Tag) -> str:
    lists = [child for child in item.children if _is(child, {"ul", "ol"})]
    words = inline(child for child in item.children if not _is(child, {"ul", "ol"}))
    nested = "".join(list_html(child) for child in lists if isinstance(child, Tag))
    return f"<li>{words}{nested}</li>" if words or nested else ""


def _is(node: PageElement, names: set[str]) -> bool:
    return isinstance(node, Tag) and node.name in names


def _inline(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        return re.sub(r"[ \t\n]+", " ", escape(str(node), quote=False))
    if not isinstance(node, Tag) or node.name in ("img", "table", "iframe", "video"):
        return ""
    name = RENAMED.get(node.name, node.name)
    if name == "br":
        return "<br/>"
    if name == "pre":
        lines = escape(node.get_text().rstrip("\n"), quote=False).split("\n")
        return "<br/>" + "<br/>".join(f"<code>{line}</code>" for line in lines) + "<br/>"
    body = "".join(_inline(child) for child in node.children)
    if name in INLINE and body.strip():
        href = f' href="{escape(str(node.get("href") or ""))}"' if name == "a" else ""
        if name == "a" and not node.get("href"):
            return body
        lead, tail = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
        return f"{lead}<{name}{href}>{body.strip()}</{name}>{tail}"
    return f"<br/>{body}<br/>" if name in PARAGRAPHS or name in ("li", "ul", "ol") else body
