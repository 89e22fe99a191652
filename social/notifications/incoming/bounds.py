"""Bounds of what is looked at in mail from outside, whatever its patterns.

Every pattern, and Python's own reading of headers, has inputs on which it takes quadratic time:
one line of 16,000 blanks once cost half a minute of CPU. So what is *recognised* is looked for
in a bounded copy; what is *kept* is the text itself.
"""

import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.message import Message
from email.policy import EmailPolicy
from typing import Any

LONGEST_LINE = 1_000  # characters of a line
MOST_LINES = 3_000
LONGEST_RUN = 10  # of the same punctuation mark
LONGEST_HEADER = 4_000  # characters; the reading of headers is quadratic
LONGEST_CONTENT_HEADER = 1_000  # each part of a mail has some of these, and they are read often
MOST_PARTS = 100

_BLANKS = re.compile(r"\s+")
# Programs put marks of direction round dates, and soft hyphens into words.
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_RUN = re.compile(rf"([^\w\s]|_)\1{{{LONGEST_RUN},}}")


def recognisable(line: str) -> str:
    """A line as patterns see it: cut, with runs of blanks and of the same mark made short."""
    line = _BLANKS.sub(" ", line[:LONGEST_LINE].translate(_UNSEEN))
    return _RUN.sub(lambda run: run[1] * LONGEST_RUN, line)


def recognisable_lines(lines: Sequence[str]) -> list[str]:
    """The first lines as patterns see them, each at the index of the line itself."""
    return [recognisable(line) for line in lines[:MOST_LINES]]


def children(part: Message) -> list[Message]:
    """The parts of a part; none of one that is broken or has no parts."""
    payload = part.get_payload() if part.is_multipart() else ()
    return [child for child in payload if isinstance(child, Message)]


class BoundedPolicy(EmailPolicy):
    """Headers are read up to a length, and one that cannot be read is an empty one.

    Python's reader gives up on 2,000 opening brackets with a RecursionError, which must not cost
    the words of the mail.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        is_content = name.lower().startswith("content-")
        value = value[: LONGEST_CONTENT_HEADER if is_content else LONGEST_HEADER]
        try:
            return super().header_fetch_parse(name, value)
        except (RecursionError, HeaderParseError, LookupError, ValueError, TypeError):
            return super().header_fetch_parse(name, "")
        except AttributeError:  # Python's, on some broken parameters and addresses
            return super().header_fetch_parse(name, "")
