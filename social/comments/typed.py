r"""What people type is text: Markdown that takes nothing away from words that only look like it.

CommonMark eats the backslashes of Windows paths, makes 2*3*4 cursive, counts "31. grudnia" and
"2. stycznia" as 31 and 32, swallows a line like "[1]: note" whole and turns "&copy;" into a sign.
People who write to colleagues mean none of that. Marks work where they stand at the edge of words.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.blockquote import blockquote
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize

# C:\dane, \\serwer\udział, .\tu, %TEMP%\x, katalog\plik: up to the next blank, as it stands.
_PATH = re.compile(r"(\**)(?:[A-Za-z]:\\|\\\\|\.{1,2}\\|%\w+%\\|\w[\w.-]*\\)[^\s`<>\"'„”]*")
_BEFORE_PATH = frozenset(" \t\n([{\"'„”=,;>")
_MARKS = frozenset("*`~[]#@>")  # what a backslash makes plain
LONGEST_STEP = 80  # characters looked back for the beginning of a path
_MARK_OF_ITEM = re.compile(r"[-*](?:[ \t]|$)|(\d{1,9})[.)](?:[ \t]|$)")
LINES_COUNTED = 60


def typed_markdown(**options: Any) -> MarkdownIt:
    """A parser for what people type, without raw HTML; options as those of markdown-it."""
    parser = MarkdownIt("commonmark", {"html": False, **options})
    parser.disable(["html_block", "html_inline", "entity", "reference", "code"])
    parser.inline.ruler.before("escape", "path", _path)
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.block.ruler.at("blockquote", _blockquote, {"alt": ["paragraph", "list", "blockquote"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    return parser


def _path(state: StateInline, silent: bool) -> bool:
    """A path of Windows, backslashes and stars included."""
    if state.src[state.pos] != "\\":
        return False
    start = lowest = max(0, state.pos - LONGEST_STEP)
    for start in range(state.pos, lowest - 1, -1):
        if start == 0 or state.src[start - 1] in _BEFORE_PATH:
            break
    found = _PATH.match(state.src, start, state.posMax)
    if found is None or found.end() <= state.pos:
        return False
    end = found.end()
    if found[1] and state.src[start:end].endswith(found[1]):
        end -= len(found[1])  # a bold path ends before its marks
    if end <= state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash makes a mark plain; before anything else it is itself."""
    if state.src[state.pos] != "\\":
        return False
    is_mark = state.pos + 1 < state.posMax and state.src[state.pos + 1] in _MARKS
    if not silent:
        state.pending += state.src[state.pos + 1] if is_mark else "\\"
    state.pos += 2 if is_mark else 1
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` between letters or digits is itself, so is that of `*.txt`, and `_` always."""
    marker, start = state.src[state.pos], state.pos
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    is_ending = marker == "*" and after == "." and before.isspace()  # *.txt
    if marker == "_" or is_ending or (_is_word(before) and _is_word(after)):
        state.pending += state.src[start:end]
        state.pos = end
        return True
    return tokenize(state, False)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quotation has a blank after its mark; `>100` is a number."""
    marks = _line(state, start).lstrip(">")
    return (not marks or marks[0] in " \t") and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A plus belongs to what follows it, as in a telephone number, and a date is no item."""
    mark = _MARK_OF_ITEM.match(_line(state, start))
    if mark is None or (mark[1] and not _counts(state, start, end)):
        return False
    return list_block(state, start, end, silent)


def _counts(state: StateBlock, start: int, end: int) -> bool:
    """Whether the numbered lines around this one are 1, 2, 3 … (or all 1, for whoever counts)."""
    column, _number = _item_at(state, start)
    numbers: list[int] = []
    for at in range(start - 1, max(-1, start - LINES_COUNTED), -1):
        indent, number = _item_at(state, at)
        if indent < column or (indent == column and number is None):
            break
        if indent == column and number is not None:
            numbers.insert(0, number)
    for at in range(start, min(end, start + LINES_COUNTED)):
        indent, number = _item_at(state, at)
        if indent == column and number is not None:
            numbers.append(number)
    counted = range(numbers[0], numbers[0] + len(numbers))
    is_long = len(numbers) >= LINES_COUNTED  # its beginning may be further up
    return (numbers == list(counted) and (numbers[0] == 1 or is_long)) or set(numbers) == {1}


def _item_at(state: StateBlock, at: int) -> tuple[int, int | None]:
    """How far a line is indented, and the number it begins with; an empty line is nowhere.

    Read from the source: inside an item the parser has moved the beginning of its line.
    """
    line = state.src[state.bMarks[at] : state.eMarks[at]]
    words = line.lstrip()
    mark = _MARK_OF_ITEM.match(words)
    indent = len(line) - len(words) if words else LINES_COUNTED
    return indent, int(mark[1]) if mark and mark[1] else None
