"""Paragraphs out of lines that a mail program wrapped."""

import re

SHORTEST = 60  # characters of a wrapped line; programs wrap at 72 to 78
LONGEST = 100
_LIST_OR_CODE = re.compile(r"^(?:\s{2,}|\t|[-*+•–·]\s|\d{1,3}[.)]\s|[|>#`]|https?://)")
_DEPTH = re.compile(r"^(>*) ?")
SIGNATURE = "-- "


def unflow(text: str, deletes_space: bool) -> str:
    """Text of `format=flowed` (RFC 3676) with each paragraph on one line."""
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = _DEPTH.match(line)
        depth = len(marks[1]) if marks else 0
        words = line[depth:]
        words = words[1:] if words.startswith(" ") else words  # stuffed
        if depth == open_depth and words != SIGNATURE:
            paragraphs[-1].append(words)
        else:
            paragraphs.append([f"{'>' * depth} {words}" if depth else words])
        flows = words.endswith(" ") and words != SIGNATURE
        if flows and deletes_space:
            paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join("".join(paragraph) for paragraph in paragraphs)


def unwrap(text: str) -> str:
    """Text without the line breaks of a program that wraps by width.

    Lines are joined only in paragraphs whose lines but the last are long, and in which no next
    word would have fitted; never lists or code.
    """
    return "\n\n".join(_joined(paragraph) for paragraph in text.split("\n\n"))


def _joined(paragraph: str) -> str:
    lines = paragraph.split("\n")
    if len(lines) < 2 or any(_LIST_OR_CODE.match(line) for line in lines):
        return paragraph
    width = max(map(len, lines))
    if width > LONGEST or any(len(line.rstrip()) <= SHORTEST for line in lines[:-1]):
        return paragraph
    for line, below in zip(lines, lines[1:], strict=False):
        first = below.split(maxsplit=1)[0] if below.strip() else ""
        if not first or len(line.rstrip()) + 1 + len(first) <= width:
            return paragraph
    return " ".join(line.strip() for line in lines)
