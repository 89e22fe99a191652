"""Tags of Hugo (`{{< … >}}`) and GitBook (`{% hint %}`) that mean something on our pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from textwrap import dedent
from urllib.parse import quote

Sub = Callable[[re.Pattern[str], Callable[[re.Match[str]], str], str, re.Pattern[str]], str]
BOXES = {
    **dict.fromkeys(("alert", "notice", "callout", "admonition", "hint", "note", "info"), "info"),
    **dict.fromkeys(("tip", "success", "check"), "success"),
    **dict.fromkeys(("warning", "caution", "attention", "important"), "warning"),
    **dict.fromkeys(("danger", "error", "bug"), "danger"),
}
_NAMES = "|".join(BOXES)
HUGO_BOX = re.compile(
    rf"\{{\{{[<%] *({_NAMES})\b([^{{}}\n]{{0,300}}?)[>%]\}}\}}(.*?)\{{\{{[<%] */ *\1 *[>%]\}}\}}",
    re.DOTALL,
)
HUGO_END = re.compile(r"\{\{[<%] */ *\w+ *[>%]\}\}")
HUGO_TAG = re.compile(r"^[<%] *(/? *[\w-]+)(.*?)/? *[>%]$", re.DOTALL)
HINT = re.compile(r"\{% *hint\b([^%\n]{0,200})%\}(.*?)\{% *endhint *%\}", re.DOTALL)
HINT_END = re.compile(r"\{% *endhint *%\}")
VALUE = re.compile(r"([\w-]+) *[=:] *[\"']([^\"'\n]*)[\"']")
WORD = re.compile(r"[\"']([^\"'\n]*)[\"']|(?<![=\w\"'-])([\w./#-]+)(?![=\w\"'-])")
# GitBook's frames around what stays.
SILENT = {
    *("tabs", "endtabs", "endtab", "content-ref", "endcontent-ref", "code", "endcode"),
    *("stepper", "endstepper", "step", "endstep", "columns", "endcolumns", "column", "endcolumn"),
}


def boxes(text: str, sub: Sub) -> str:
    """Hugo's and GitBook's boxes as callouts."""
    text = sub(HUGO_BOX, lambda match: _box(match[1], match[2], match[3]), text, HUGO_END)
    return sub(HINT, lambda match: _box("hint", match[1], match[2]), text, HINT_END)


def gitbook(name: str, arguments: str) -> str | None:
    """What a tag of GitBook becomes; None for one that is not known."""
    values = dict(VALUE.findall(arguments))
    if name in SILENT:
        return ""
    if name == "tab":
        return f"\n\n**{values.get('title', '')}**\n\n"
    if name == "embed" and (url := values.get("url")):
        return f"<{url}>"
    if name == "file" and (source := values.get("src")):
        return f"[{source.rsplit('/', 1)[-1]}](<{source}>)"
    return None


def hugo(inner: str) -> str | None:
    """What `{{< name … >}}` becomes, given what stands between the braces; None if not known."""
    found = HUGO_TAG.match(inner)
    if found is None:
        return None
    name, values = found[1].replace(" ", ""), dict(VALUE.findall(found[2]))
    words = [first or second for first, second in WORD.findall(VALUE.sub("", found[2]))]
    first = words[0] if words else ""
    if name in ("ref", "relref") and first:
        path, _mark, fragment = first.partition("#")
        return f"wiki:{quote(path)}" + (f"#{quote(fragment)}" if fragment else "")
    if name == "figure" and (source := values.get("src") or first):
        return f"![{values.get('alt') or values.get('caption') or values.get('title', '')}](<{source}>)"
    if name in ("youtube", "vimeo") and (key := values.get("id") or first):
        host = "www.youtube.com/watch?v=" if name == "youtube" else "vimeo.com/"
        return f"<https://{host}{key}>"
    return "" if name in ("toc", "tabs", "/tabs", "/tab") else _tab(name, values, first)


def _tab(name: str, values: dict[str, str], first: str) -> str | None:
    title = values.get("name") or values.get("title") or first
    return f"\n\n**{title}**\n\n" if name == "tab" and title else None


def _box(name: str, arguments: str, body: str) -> str:
    values = dict(VALUE.findall(arguments))
    words = [one or other for one, other in WORD.findall(VALUE.sub("", arguments))]
    kinds = [values.get(key, "") for key in ("style", "color", "type", "context")] + words + [name]
    kind = next((BOXES[word.lower()] for word in kinds if word.lower() in BOXES), "info")
    title = values.get("title") or next((w for w in words if w.lower() not in BOXES), "")
    attributes = f'data-kind="{kind}" data-title="{escape(title)}"'
    return f"\n\n<aside {attributes}>\n\n{dedent(body).strip()}\n\n</aside>\n\n"
