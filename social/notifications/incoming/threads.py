"""A forwarded thread as its forwarder wants to publish it: words without headers and addresses."""

import re

from social.notifications.incoming import shapes
from social.notifications.incoming.bounds import recognisable_lines

_ANGLE = re.compile(r" ?[<\[(](?:mailto:)?[\w.+=-]{1,100}@[\w.-]{1,100}[>\])]")
SHORTEST_SUBJECT = 3  # characters: a shorter one stands in many lines
_ANNOUNCEMENT = 80  # characters: “Begin forwarded message:”


def readable_thread(text: str, subject: str = "") -> str:
    """The words and quotations of a forwarded thread, in whatever language its programs speak.

    Headers that name nobody by address are known by the `subject` of the mail.
    """
    subjects = [subject.casefold()] if len(subject) > SHORTEST_SUBJECT else []
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    seen = [line.lstrip("> ") for line in recognisable_lines(lines)]
    kept: list[str] = []
    at = 0
    while at < len(seen):
        height = shapes.header_block(seen, at, subjects)
        if height or shapes.titled_rule(seen, at, ()) or shapes.is_rule(seen[at]):
            if height:
                _drop_announcement(kept)
            at += height or 1
            while height and at < len(seen) and not seen[at].strip():
                at += 1
            continue
        is_introduction = shapes.introduction(seen, at, (), quoted_below=False) >= 0
        line = lines[at].rstrip()
        kept.append(_ANGLE.sub("", line) if is_introduction else line)
        at += 1
    kept += lines[len(seen) :]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _drop_announcement(kept: list[str]) -> None:
    """Take away the line by which Apple Mail announces the headers."""
    while kept and not kept[-1].strip("> "):
        kept.pop()
    is_one_line = bool(kept) and (len(kept) == 1 or not kept[-2].strip("> "))
    if is_one_line and len(kept[-1]) < _ANNOUNCEMENT and kept[-1].rstrip().endswith((":", "：")):
        kept.pop()
    if kept:
        kept.append("")
