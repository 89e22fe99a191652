"""Template tags of static site generators (Liquid, Nunjucks) turned into plain Markdown.

Known tags become what they meant; unknown ones are left out and named. Inside fenced code only
`raw` markers are removed, so that a page about templates survives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from textwrap import dedent

from . import site_tags
from .code import put_code_aside

RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
ALERT = re.compile(r"\{%-?\s*alert\b(.{0,500}?)-?%\}(.*?)\{%-?\s*endalert\s*-?%\}", re.DOTALL)
HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s+(\w+).{0,500}?-?%\}\n?(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)
TAG = re.compile(r"\{%-?\s*([\w-]*)(.*?)-?%\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
QUOTED = re.compile(r"""(['"“”])(.{0,1000}?)(?<!\\)(?:\1|”)(?=[\s,]|$)""", re.DOTALL)
BARE_REF = re.compile(r"""(?<!\()\{\{[<%] *(?:rel)?ref +["']([^"'\n]+)["'] *[>%]\}\}""")
ENDS = {
    name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}")
    for name in ("raw", "comment", "highlight", "alert")
}
END_OF_TAG, END_OF_VARIABLE = re.compile("%}"), re.compile("}}")

KINDS = {"info": "info", "warning": "warning", "error": "danger", "success": "success"}
BASE_URLS = ("site.base_url", "site.baseurl", "base.baseurl", "baseurl")
Include = Callable[[str], str | None]


@dataclass
class Expanded:
    """Markdown without template tags, and the tags that had to be left out."""

    text: str
    left_out: list[str] = field(default_factory=list)


def expand(text: str, include: Include = lambda name: None) -> Expanded:
    """Replace template tags in `text`; `include(name)` gives the text of an include, or None."""
    if "{%" not in text and "{{" not in text:
        return Expanded(text)
    kept: list[str] = []

    def keep(raw: str) -> str:
        kept.append(raw)
        return f"\x02{len(kept) - 1}\x03"

    text = _sub(RAW, lambda match: keep(match[1]), text, ENDS["raw"])
    text = put_code_aside(text, keep)
    result = Expanded("")
    text = _sub(COMMENT, lambda match: "", text, ENDS["comment"])
    text = _sub(HIGHLIGHT, lambda m: keep(f"```{m[1]}\n{m[2]}\n```"), text, ENDS["highlight"])
    text = _sub(ALERT, _alert, text, ENDS["alert"])
    text = site_tags.boxes(text, _sub)
    text = BARE_REF.sub(_bare_ref, text)
    text = _sub(TAG, lambda match: _tag(match, result, include), text, END_OF_TAG)
    text = _sub(VARIABLE, lambda match: _variable(match, result), text, END_OF_VARIABLE)
    for _depth in range(3):  # raw markers may lie inside a kept fence
        text = re.sub("\x02(\\d+)\x03", lambda match: kept[int(match[1])], text)
    result.text = text
    return result


def _sub(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str, end: re.Pattern
) -> str:
    """Replace tags up to the last `end`: behind it 10,000 open ones would each read all the rest."""
    last = 0
    for match in end.finditer(text):
        last = match.end()
    return pattern.sub(replace, text[:last]) + text[last:]


def callout(kind: str, title: str, body: str) -> str:
    """Markdown for a callout: an `aside` whose inside is still Markdown."""
    attributes = f'data-kind="{escape(kind)}" data-title="{escape(title)}"'
    return f"\n\n<aside {attributes}>\n\n{dedent(body).strip()}\n\n</aside>\n\n"


def _arguments(text: str) -> list[str]:
    return [" ".join(match[2].split()) for match in QUOTED.finditer(text)]


def _alert(match: re.Match[str]) -> str:
    arguments = _arguments(match[1])
    title = arguments[0] if arguments else ""
    level = arguments[1] if len(arguments) > 1 else "info"
    return callout(KINDS.get(level, "info"), title, match[2])


def _rooted(path: str) -> str:
    path = path.strip()
    return path if re.match(r"^(?:[a-z][a-z0-9+.-]*:|/|#)", path, re.IGNORECASE) else f"/{path}"


def _destination(path: str) -> str:
    """A Markdown link destination: angle brackets when the path holds spaces or brackets."""
    return f"<{path}>" if re.search(r"[\s()]", path) else path


def _tag(match: re.Match[str], result: Expanded, include: Include) -> str:
    name, arguments = match[1], _arguments(match[2])
    first = arguments[0] if arguments else ""
    if name in ("page", "link", "download", "url") and first:
        return _destination(_rooted(first))
    if name == "image" and first:
        return f"![{' '.join(arguments[1:])}]({_destination(_rooted(first))})"
    if name == "image_with_class" and first:
        return f"![{arguments[-1]}]({_destination(_rooted(first))})"
    if name == "slack_channel" and first:
        return arguments[1] if len(arguments) > 1 else f"**#{first}**"
    if (known := site_tags.gitbook(name, match[2])) is not None:
        return known
    if name in ("uswds_icon", "toc", "raw", "endraw", "comment", "endcomment"):
        return ""
    if name == "include" and first:
        included = include(first)
        if included is not None:
            return included
        result.left_out.append(f"include {first}")
        return ""
    result.left_out.append(" ".join(match[0].split())[:60])
    return ""


def _bare_ref(match: re.Match[str]) -> str:
    """A reference of Hugo that stands in the text, not behind the words of a link."""
    return f"[{match[1]}]({site_tags.hugo(match[0][2:-2].strip())})"


def _variable(match: re.Match[str], result: Expanded) -> str:
    inner = match[1].strip()
    if literal := re.fullmatch(r"""(['"])(.*)\1""", inner, re.DOTALL):
        return literal[2]
    if inner in BASE_URLS:
        return ""
    if (known := site_tags.hugo(inner)) is not None:
        return known
    result.left_out.append(f"{{{{ {inner} }}}}"[:60])
    return ""
