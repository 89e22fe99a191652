"""Code in Markdown, put aside while the rest of a text is translated."""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE_LINE = re.compile(r"^ *(?:> ?)*(`{3,}|~{3,})")
_SPAN = re.compile(r"(?<!`)(`{1,20})(?!`)([^\n]{1,2000}?(?:\n[^\n]{1,2000}?)?)(?<!`)\1(?!`)")
_HTML_CODE = re.compile(r"<(pre|code)\b[^>]{0,200}>.{0,20000}?</\1>", re.DOTALL | re.IGNORECASE)


def put_code_aside(text: str, keep: Callable[[str], str]) -> str:
    """The text with fenced, indented and inline code replaced by what `keep` returns for each."""
    out: list[str] = []
    code: list[str] = []
    mark, was_empty, in_list = "", True, False
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if mark:
            code.append(line)
            closing = words.lstrip("> ")
            if closing.startswith(mark) and not closing.strip(mark[0]):
                out.append(keep("".join(code)))
                mark, code = "", []
            continue
        if fence := _FENCE_LINE.match(line):
            mark, code = fence[1], [line]
            continue
        is_far_in = line.expandtabs(4).startswith("    ") and bool(words)
        if is_far_in and was_empty and not in_list:
            out.append(keep(line))
            continue  # the next line of the block is code as well
        if words:
            in_list = bool(re.match(r"\s*(?:[-*+]|\d+[.)]) ", line)) or (
                in_list and line[0] in " \t"
            )
        was_empty = not words
        out.append(line)
    text = "".join(out + code)
    text = _HTML_CODE.sub(lambda match: keep(match[0]), text)
    return _SPAN.sub(lambda match: keep(match[0]), text)
