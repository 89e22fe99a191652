"""Markdown to clean HTML: markdown-it-py renders, nh3 keeps only what pages may hold."""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "strong", "sub", "sup"}
BLOCK = {
    *("aside", "blockquote", "details", "div", "dd", "dl", "dt", "figcaption", "figure"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "iframe", "li", "ol", "p", "pre", "section"),
    *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video"),
}
ATTRIBUTES = {
    "a": {"href"},
    "aside": {"data-kind", "data-title"},
    "code": {"class"},
    "iframe": {"src", "title"},
    "img": {"src", "alt", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "video": {"src"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
SCHEMES = {
    "http",
    "https",
    "mailto",
    "tel",
    "file",
    "wiki",
}  # file: is then refused by name, in links
# `## Title {#anchor}`, with blanks, classes and kramdown's colon as well.
HEADING_ID = re.compile(
    r"(?<!\s)\s*\{:?\s*((?:[#.][^}\s]{1,200}\s*|\w+=[^}\s]{1,100}\s*){1,8})\}\s*$"
)
FOOTNOTE = re.compile(
    r"^\[\^([^\]]+)\]:[ \t]*\n?((?:.*(?:\n|$))(?:[ \t]+.*(?:\n|$))*)", re.MULTILINE
)
FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; HTML passes and is cleaned afterwards."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.core.ruler.push("heading_ids", lambda state: _heading_ids(state.tokens))
    return markdown


def to_html(text: str) -> str:
    """Safe HTML of Markdown `text`: no script, style, event handler or foreign scheme."""
    html = parser().render(_footnotes(text))
    return nh3.clean(
        html,
        tags=INLINE | BLOCK,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "template"},
    )


def plain(html: str) -> str:
    """The words of `html` on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def _heading_ids(tokens: list[Token]) -> None:
    """Read the common `## Title {#anchor}` notation into the heading's id."""
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type != "heading_open" or not inline.children:
            continue
        last = inline.children[-1]
        if last.type == "text" and (found := HEADING_ID.search(last.content)):
            last.content = last.content[: found.start()]
            anchors = [word[1:] for word in found[1].split() if word.startswith("#")]
            if anchors:
                opening.attrSet("id", anchors[0].lstrip("#"))


def _footnotes(text: str) -> str:
    """Footnotes as superscript numbers and a list at the end (Draftail has no footnotes)."""
    notes = {match[1]: " ".join(match[2].split()) for match in FOOTNOTE.finditer(text)}
    if not notes:
        return text
    numbers = {name: number for number, name in enumerate(notes, start=1)}
    body = FOOTNOTE.sub("", text)
    body = FOOTNOTE_MARK.sub(
        lambda match: f"<sup>{numbers[match[1]]}</sup>" if match[1] in numbers else match[0], body
    )
    listed = "\n".join(f"{numbers[name]}. {note}" for name, note in notes.items())
    return f"{body}\n\n---\n\n{listed}\n"
