"""Links and marks of wikis inside the text: `[[Page#heading|words]]`, `![[picture.png]]`.

Wiki links become Markdown links with the scheme `wiki:`, which the folder's links resolve by
name. Code, fenced, indented or in a line, is put aside first and comes back untouched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from .code import put_code_aside
from .dialects import Count, Understood

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".heic", ".bmp")
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_WIKI = re.compile(r"(!?)\[\[([^\[\]\n|]{1,250})((?:\|[^\[\]\n|]{0,250}){0,3})\]\]")
_DOCFX_IMAGE = re.compile(r":::image\b([^\n]{1,600}?):::")
_VALUE = re.compile(r"([\w-]+)=\"([^\"\n]*)\"")
_COMMENT = re.compile(r"%%[^%]{0,5000}?%%")
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,500}?)(?<=\S)==(?![=\w])")
_ATTRIBUTES = re.compile(
    r"(?<=[)\]`*])\{ *:? *[.#][^{}\n]{0,200}\}|(?<=[)\]`*])\{: *[^{}\n]{1,200}\}"
)
_COMPONENT = re.compile(r"(?<!@)<([A-Z]\w{1,40})\b")
_TAB_ITEM = re.compile(r"<TabItem\b[^>\n]{0,300}?label=[\"']([^\"'\n]{1,100})[\"'][^>\n]{0,300}>")
_MENTION = re.compile(r"@<[0-9A-Fa-f-]{4,36}>")
_LEFT = re.compile(
    r"\[![A-Za-z-]{2,40}\b|\[\[[^\]\n]{1,80}\]\]|^ *:::+ *\w|^ *(?:!!!|\?\?\?) \w", re.MULTILINE
)
_KEPT = re.compile("\x04(\\d+)\x05")


def read_inline(text: str, is_page: Callable[[str], bool]) -> Understood:
    """The text with its wiki links as Markdown links; `is_page` knows names of files."""
    found, kept = Understood(), []

    def keep(code: str) -> str:
        kept.append(code)
        return f"\x04{len(kept) - 1}\x05"

    text = text.replace("\x04", "").replace("\x05", "")
    text = put_code_aside(text, keep)
    text = _WIKI.sub(lambda match: _link(match, is_page, found.unknown.append), text)
    text = _DOCFX_IMAGE.sub(_docfx_image, text)
    text = _COMMENT.sub("", text)
    text = _MARKED.sub(r"**\1**", text)
    text = _ATTRIBUTES.sub("", text)
    text = _TAB_ITEM.sub(r"\n\n**\1**\n\n", text)
    _name_the_rest(text, found.unknown.append)
    for _depth in range(3):
        text = _KEPT.sub(lambda match: kept[int(match[1])], text)
    found.text = text
    return found


def _name_the_rest(text: str, unknown: Count) -> None:
    for component in _COMPONENT.findall(text):
        if component not in ("Tabs", "TabItem"):
            unknown(f"component <{component}>")
    for _mention in _MENTION.findall(text):
        unknown("mention of a person by number")
    for left in _LEFT.findall(text):
        unknown(f"“{' '.join(left.split())[:40]}”")


def _link(match: re.Match[str], is_page: Callable[[str], bool], unknown: Count) -> str:
    target, more = match[2].strip(), [part.strip() for part in match[3].split("|")[1:]]
    words = next((part for part in reversed(more) if part), "")
    if words and not is_page(_name(target)) and is_page(_name(words)):
        target, words = words, target  # GitHub writes the words first
    if match[1]:
        return _embedded(target, more, unknown)
    path, _mark, fragment = target.partition("#")
    fragment = "" if fragment.startswith("^") else fragment  # a block of Obsidian
    words = words or (f"{path} › {fragment}" if path and fragment else path or fragment)
    return f"[{_plain(words)}]({_address(path, fragment)})"


def _embedded(target: str, more: list[str], unknown: Count) -> str:
    name = target.partition("#")[0]
    words = [part for part in more if part and not re.fullmatch(r"\d+(?:x\d+)?", part)]
    if name.lower().endswith(PICTURES):
        return f"![{_plain(words[-1] if words else '')}]({_address(name)})"
    if not _FILE.search(name):
        unknown("embedded page (linked instead)")
    return f"[{_plain(words[-1] if words else target)}]({_address(*target.split('#', 1))})"


def _address(path: str, fragment: str = "") -> str:
    tail = f"#{quote(fragment)}" if fragment else ""
    return f"<wiki:{quote(path)}{tail}>" if path else f"<{tail or '#'}>"


def _plain(words: str) -> str:
    return re.sub(r"([\\\[\]`*_])", r"\\\1", words)


def _docfx_image(match: re.Match[str]) -> str:
    values = dict(_VALUE.findall(match[1]))
    return f"![{_plain(values.get('alt-text', ''))}](<{values.get('source', '')}>)"


def _name(target: str) -> str:
    return target.partition("#")[0].strip()
