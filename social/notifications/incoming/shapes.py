"""Shapes by which mail programs of any language introduce the mail that is answered.

Headers (`Von: … Gesendet: …`), introductions (`Am 30.11.2026 schrieb Rynek <…>:`) and rules are
told by what they hold (labels, addresses, dates, closing colons), not by words. All functions
look at lines as `bounds.recognisable_lines` makes them.
"""

import re
from collections.abc import Sequence

HEADER_LINES = 9
HEADERS_NEEDED = 3
INTRODUCTION_LINES = 4
INTRODUCTION_LENGTH = 300

ADDRESS = re.compile(r"[\w.+=-]{1,100}(?:@|\[at\])[\w-]{1,100}(?:\.[\w-]+)*|mailto:")
_DATE = re.compile(
    r"(?<!\d)\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}(?!\d)"  # 30.11.2026, 2026-11-30, 11/30/26
    r"|(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)"  # 10:00
    r"|(?<![\d+])\d{4}(?!\d)[^\n]*?\d|\d[^\n]*?(?<![\d+])\d{4}(?!\d)"  # 30 lis 2026, 2026年11月30日
)
_LABEL = re.compile(
    r"^[\s*_|]*(?P<label>[^\W\d_][\w.'’()/-]*(?: [\w.'’()/-]+){0,2}) ?[*_]* ?[:：] ?[*_]*(?P<value>.*)$"
)
_RULE = re.compile(r"^[\s*]*(?:[-_=–—―*]\s?){8,}\s*$")
_TITLED_RULE = re.compile(
    r"^\s*[-_=–—*]{2,} ?(?P<title>[^\W\d_][^-_=*]{1,80}?) ?[-_=–—*]{2,} ?:?\s*$"
)
_ENDING = re.compile(r"(?:[:：]|[-–—]{2,}|—)[\s*_]*$")


def is_quoted(line: str) -> bool:
    """Whether a program marked the line as quoted; Yahoo indents the mark by a blank."""
    return line.startswith((">", " >", "|>"))


def join_broken_addresses(lines: list[str]) -> None:
    """Join `<a@example.com` with the `> wrote:` of the next line, which is no quotation."""
    for at in range(1, len(lines)):
        above = lines[at - 1]
        is_open = above.rfind("<") > above.rfind(">")
        if is_open and re.match(r"^ ?> ?[^>]{0,60}[:：]$", lines[at].strip() or " "):
            lines[at - 1], lines[at] = above + lines[at].strip(), ""


def is_rule(line: str) -> bool:
    return _RULE.match(line) is not None


def names_somebody(text: str, ours: Sequence[str]) -> bool:
    """Whether an address, or a name under which our mails come, stands in the text."""
    return ADDRESS.search(text) is not None or names_us(text, ours)


def names_us(text: str, ours: Sequence[str]) -> bool:
    folded = text.casefold()
    return any(name in folded for name in ours)


def has_date(text: str) -> bool:
    return _DATE.search(text) is not None


def header_block(
    lines: Sequence[str], at: int, ours: Sequence[str], needs_address: bool = True
) -> int:
    """How many lines of headers begin here; 0 if none do.

    Three or more `Label: value` among nine lines, one with an address (or one of `ours`), one
    with a date. Within a company Outlook writes names without addresses: without
    `needs_address` a paragraph of headers is enough.
    """
    first = _LABEL.match(lines[at])
    if first is None or not first["value"].strip():
        return 0
    # Outlook 2010 leaves no gap above: then the first must be a sender, and there must be four.
    stands_apart = _begins_paragraph(lines, at)
    if not stands_apart and not names_somebody(first["value"], ours):
        return 0
    found, height, address, date = 0, 0, False, False
    # A list that people type (`Od: 5.12.2026`, `E-mail: …`) does not begin with a sender.
    begins = _is_announced(lines, at) or names_somebody(first["value"], ours)
    begins = begins or not (needs_address or has_date(first["value"]))
    for offset, line in enumerate(lines[at : at + HEADER_LINES]):
        if not line.strip():
            break
        header = _LABEL.match(line)
        if header is not None:
            found, height = found + 1, offset + 1
            address = address or names_somebody(header["value"], ours)
            begins = begins or names_us(header["value"], ours)
            date = date or has_date(header["value"])
        elif found < HEADERS_NEEDED and offset > found:
            break  # more running text than headers
    is_paragraph = at + height >= len(lines) or not lines[at + height].strip()
    named = address or (not needs_address and is_paragraph)
    needed = HEADERS_NEEDED + (not stands_apart)
    return height if found >= needed and begins and named and date else 0


def _is_announced(lines: Sequence[str], at: int) -> bool:
    """Whether a rule, with or without words, stands above."""
    above = next((line for line in reversed(lines[max(0, at - 3) : at]) if line.strip()), "")
    return is_rule(above) or _TITLED_RULE.match(above) is not None


def _begins_paragraph(lines: Sequence[str], at: int) -> bool:
    if at == 0:
        return True
    above = lines[at - 1]
    return not above.strip() or is_rule(above) or _ENDING.search(above) is not None


def titled_rule(lines: Sequence[str], at: int, ours: Sequence[str]) -> bool:
    """Whether a rule with words (`--- Original Message ---`) stands here, and a mail follows it."""
    if not _TITLED_RULE.match(lines[at]):
        return False
    below = [line for line in lines[at : at + 7] if line.strip()][:5]
    text = "\n".join(below)
    return names_somebody(text, ours) and has_date(text)


def introduction(lines: Sequence[str], end: int, ours: Sequence[str], quoted_below: bool) -> int:
    """The first line of the introduction that ends with line `end`; -1 if none does.

    It ends with a colon or dashes, and names somebody and a date; above a marked quotation one
    of the two is enough.
    """
    if not _ENDING.search(lines[end]) or not lines[end].strip():
        return -1
    best = -1
    for start in range(end, max(-1, end - INTRODUCTION_LINES), -1):
        line = lines[start]
        if not line.strip() or is_quoted(line):
            break
        text = " ".join(lines[start : end + 1])
        if len(text) > INTRODUCTION_LENGTH:
            break
        # The answer's last line, without a gap above the introduction, is not part of it.
        if not (names_somebody(line, ours) or has_date(line)):
            if start == end and not quoted_below:
                continue
            if start != end:
                break
            continue
        if names_somebody(text, ours) and has_date(text):
            best = start
            if start == end or _begins_paragraph(lines, start):
                break
        elif quoted_below and best < 0 and _begins_paragraph(lines, start):
            best = start
    return best


def walk_back(lines: Sequence[str], at: int, ours: Sequence[str]) -> int:
    """Where what a program put above a quotation begins: at most an introduction and a rule."""
    start = at
    for _paragraph in range(2):
        last = start - 1
        while last >= 0 and not lines[last].strip():
            last -= 1
        if last < 0:
            break
        if is_rule(lines[last]) or _TITLED_RULE.match(lines[last]):
            start = last
            continue
        found = introduction(lines, last, ours, quoted_below=False)
        if found < 0:
            found = _header_block_above(lines, last, ours)
        if found < 0:
            break
        start = found
    return start


def _header_block_above(lines: Sequence[str], last: int, ours: Sequence[str]) -> int:
    """The first line of headers that end at line `last`; -1 if none do."""
    start = last
    while start > 0 and last - start < HEADER_LINES and lines[start - 1].strip():
        start -= 1
        if is_rule(lines[start]):
            start += 1
            break
    return start if header_block(lines, start, ours) else -1
