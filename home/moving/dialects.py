"""Blocks of Markdown's dialects turned into what pages know, before the parser reads them.

MkDocs (`!!! note`, `??? tip`, `=== "Tab"`), Docusaurus, VuePress and Azure (`:::note`), GitHub and
Obsidian (`> [!tip]- Title`), kramdown (`{: .class }`), MDX (`import …`). What is not understood
stays as text and is named. Code of any kind is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent, indent

from .shortcodes import callout

FENCE = re.compile(r"^ *(?:> ?)*(`{3,}|~{3,})")
ADMONITION = re.compile(
    r'^(?P<in> *)(?:!!!|\?\?\?\+?) +(?P<kind>[\w-]+)[\w \t-]*?(?: +"(?P<title>[^"\n]*)")?[\w \t-]*$'
)
TAB = re.compile(r'^(?P<in> *)===[+!]* +"(?P<title>[^"\n]*)" *$')
CONTAINER = re.compile(r"^(?P<in> *)(?P<mark>:{3,}) *(?P<kind>[A-Za-z][\w-]*) *(?P<rest>.*)$")
QUOTED = re.compile(r"^(?P<in> *)> ?\[!(?P<kind>[\w -]+)(?:\|[^\]\n]*)?\][+-]? *(?P<title>.*)$")
CONTENTS = re.compile(r"^ *(?:\[\[_?TOC_?\]\]|\[TOC\]|\{:toc\})\s*$", re.IGNORECASE)
ATTRIBUTES = re.compile(r"^ *\{:[^{}\n]*\} *$")
MODULE = re.compile(
    r"^(?:import\s+(?:[\w*{][^\n]*\sfrom\s+)?['\"]|export\s+(?:const|default|let|{))"
)
SNIPPET = re.compile(r'^ *(?:--8<-- +"[^"\n]+"|\{![^!\n]+!\}) *$')
ITEM = re.compile(r"^ *(?:[-*+]|\d+[.)]) ")
TITLE = re.compile(
    r"^\[(?P<a>[^\]\n]*)\]|^\{[^}\n]*title=\"(?P<b>[^\"\n]*)\"[^}\n]*\}|^(?P<c>[^{\n]*)"
)

KINDS = {
    **dict.fromkeys(("note", "info", "abstract", "summary", "tldr", "todo", "important"), "info"),
    **dict.fromkeys(("question", "help", "faq", "example", "details", "seealso"), "info"),
    **dict.fromkeys(("tip", "hint", "success", "check", "done"), "success"),
    **dict.fromkeys(("warning", "attention", "caution"), "warning"),
    **dict.fromkeys(("danger", "error", "failure", "fail", "missing", "bug"), "danger"),
    **dict.fromkeys(("quote", "cite", "secondary", "primary", "custom"), "info"),
}
# GitHub's caution is the red one; everybody else's is a warning.
CODE_LIKE = {"mermaid", "plantuml", "math", "code", "query-table"}
PLAIN = {"tabs", "tab", "tabset", "grid", "cards", "columns", "column", "row", "center", "left"}
Count = Callable[[str], None]


@dataclass
class Understood:
    """The text, and what in it was not understood: kinds, each as often as it stands there."""

    text: str = ""
    unknown: list[str] = field(default_factory=list)


def translate(text: str, name: str = "") -> Understood:
    """Blocks of dialects as Markdown; `name` is the file's, whose ending tells MDX."""
    found = Understood()
    found.text = _blocks(text, found.unknown.append, is_mdx=name.endswith(".mdx"))
    return found


def _blocks(text: str, unknown: Count, is_mdx: bool = False, depth: int = 0) -> str:
    if depth > 12:
        return text
    lines, out, at = text.split("\n"), [], 0
    while at < len(lines):
        line = lines[at]
        if fence := FENCE.match(line):
            end = _end_of_fence(lines, at, fence[1])
            out += lines[at:end]
        elif _is_indented_code(lines, at):
            end = at + 1
            out.append(line)
        else:
            end = _one(lines, at, out, unknown, is_mdx, depth)
        at = end
    return "\n".join(out)


def _one(
    lines: list[str], at: int, out: list[str], unknown: Count, is_mdx: bool, depth: int
) -> int:
    """Write what begins at this line; returns the line behind it."""
    line = lines[at]

    def inside(body: list[str]) -> str:
        return _blocks(dedent("\n".join(body)).strip("\n"), unknown, is_mdx, depth + 1)

    if found := ADMONITION.match(line):
        end = _end_of_indented(lines, at, len(found["in"]))
        _box(
            out,
            found["in"],
            found["kind"],
            found["title"] or "",
            inside(lines[at + 1 : end]),
            unknown,
        )
        return end
    if found := TAB.match(line):
        end = _end_of_indented(lines, at, len(found["in"]))
        tab = f"**{found['title']}**\n\n{inside(lines[at + 1 : end])}\n"
        out += ["", indent(tab, found["in"])]
        return end
    if found := CONTAINER.match(line):
        end = _end_of_container(lines, at)
        if end:
            _container(out, found, inside, lines[at + 1 : end - 1], unknown)
            return end
    if found := QUOTED.match(line):
        end = at + 1
        while end < len(lines) and lines[end].lstrip().startswith(">"):
            end += 1
        body = [re.sub(r"^ *> ?", "", quoted) for quoted in lines[at + 1 : end]]
        kind = found["kind"].strip().lower()
        is_red = kind == "caution" and not found["title"]
        _box(out, found["in"], "danger" if is_red else kind, found["title"], inside(body), unknown)
        return end
    if CONTENTS.match(line) or ATTRIBUTES.match(line):
        return at + 1
    if is_mdx and MODULE.match(line):
        unknown("MDX import or export (left out)")
        return at + 1
    if SNIPPET.match(line):
        unknown("snippet of another file")
    out.append(line)
    return at + 1


def _box(out: list[str], margin: str, kind: str, title: str, body: str, unknown: Count) -> None:
    kind = kind.lower()
    if kind not in KINDS:
        unknown(f"box “{kind}”")
        title = title or kind
    out += [
        "",
        indent(callout(KINDS.get(kind, "info"), title.strip(), body).strip("\n"), margin),
        "",
    ]


def _container(
    out: list[str], found: re.Match[str], inside: Callable, body: list[str], unknown: Count
) -> None:
    kind, margin = found["kind"].lower(), found["in"]
    title = TITLE.match(found["rest"].strip())
    words = next((part for part in title.groups() if part), "") if title else ""
    if kind in CODE_LIKE:
        code = dedent("\n".join(body))
        out += ["", indent(f"```{kind}\n{code}\n```", margin), ""]
    elif kind in KINDS:
        _box(out, margin, kind, words, inside(body), unknown)
    else:
        if kind not in PLAIN:
            unknown(f"block ::: {kind}")
        heading = f"**{words}**\n\n" if words else ""
        out += ["", indent(f"{heading}{inside(body)}", margin), ""]


def _end_of_fence(lines: list[str], at: int, mark: str) -> int:
    for end in range(at + 1, len(lines)):
        words = lines[end].strip().lstrip("> ")
        if words.startswith(mark) and not words.strip(mark[0]):
            return end + 1
    return len(lines)


def _end_of_indented(lines: list[str], at: int, margin: int) -> int:
    """Behind the lines that belong to a block by standing four columns further in."""
    end, last = at + 1, at + 1
    while end < len(lines):
        line = lines[end].expandtabs(4)
        if line.strip():
            if len(line) - len(line.lstrip()) < margin + 4:
                break
            last = end + 1
        end += 1
    return last


def _end_of_container(lines: list[str], at: int) -> int:
    """Behind the line that closes a container, others inside counted; 0 when nothing closes it."""
    depth, end = 0, at
    while end < len(lines):
        if (fence := FENCE.match(lines[end])) and end > at:
            end = _end_of_fence(lines, end, fence[1])
            continue
        words = lines[end].strip()
        if CONTAINER.match(lines[end]):
            depth += 1
        elif len(words) >= 3 and not words.strip(":"):
            depth -= 1
            if depth == 0:
                return end + 1
        end += 1
    return 0


def _is_indented_code(lines: list[str], at: int) -> bool:
    """Four columns in, after an empty line, and not the continuation of an item of a list."""
    line = lines[at].expandtabs(4)
    margin = len(line) - len(line.lstrip())
    if margin < 4 or not line.strip():
        return False
    for above in range(at - 1, max(-1, at - 200), -1):
        before = lines[above].expandtabs(4)
        if before.strip() and len(before) - len(before.lstrip()) < margin:
            return not ITEM.match(before) and not before.startswith((" ", ">"))
    return True
