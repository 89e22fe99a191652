"""The second wall: signed links and reply addresses never survive into a comment or a draft.

Whoever has one acts for the person whom it was given to. They are looked for in the text as it
is behind wrapping, percent-encoding and quotation marks, whatever host they name (Outlook's and
other redirectors carry the address within their own), and cut out of the text as it is.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from urllib.parse import unquote

from django.urls import reverse

from social.notifications.incoming.bodies import decoded
from social.notifications.incoming.bounds import MOST_PARTS, BoundedPolicy

_GONE = re.compile(r"=\r?\n|[\s>\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_ENCODED = re.compile(
    r"%(?:25)*(?P<hex>[0-7][0-9A-Fa-f])|&#(?P<dec>\d{2,3});|&#[xX](?P<xhex>[0-7][0-9A-Fa-f]);"
)
# A token of django.core.signing: payload, time, signature.
_TOKEN = re.compile(r"(?<=[\w-]{2}):[A-Za-z0-9]{4,8}:[A-Za-z0-9_-]{43}/?")
_PAYLOAD = re.compile(r"\.?[A-Za-z0-9_-]{2,3000}\Z")
_LINK = re.compile(r"(?:https?:/{1,2}[\w.:\[\]-]{1,255})?(?:/[\w-]{1,10})?/notifications/link/\Z")
_ADDRESS = re.compile(
    r"\+[rp][0-9a-z]{1,13}\.[0-9a-z]{1,13}(?:\.[0-9a-z]{1,13})?\.[a-z2-7]{16}", re.I
)
_RESET = re.compile(r"/reset/[A-Za-z0-9_-]{1,24}/[a-z0-9]{1,13}-[0-9a-f]{20,64}", re.I)
_FEED = re.compile(r"/(?:calendar|feed)/[\w:.=~-]{8,300}?\.ics", re.I)
_SECRETS = (_TOKEN, _ADDRESS, _RESET, _FEED)
_URL_END = re.compile(r"[^\s<>()\[\]{}\"'|]*")
_URL_START = re.compile(r"[^\s<>()\[\]{}\"'|]*\Z")
_LONGEST_URL = 4_000
_EMPTY = re.compile(r"<\s*>|\(\s*\)|\[\s*\](?!\()")
# Proofpoint writes `_` for `/` and `-3A` for `:`.
_URLDEFENSE = re.compile(r"https?://urldefense\.proofpoint\.com/v2/url\?\S{1,4000}", re.I)


def without_secrets(text: str) -> str:
    """The text without anything by which its reader could act for somebody else."""
    spans = [*_spans(text), *_rewritten_links(text), *_routes(text)]
    if not spans:
        return text.strip()
    for start, end in reversed(_merged(spans)):
        text = text[:start] + text[end:]
    return "\n".join(_EMPTY.sub("", line).rstrip() for line in text.split("\n")).strip()


def holds_secrets(content: bytes) -> bool:
    """Whether a file (a mail, a page, a text) holds a signed link or a reply address."""
    text = content[:2_000_000].decode("utf-8", "replace")
    if _spans(text) or _routes(text):
        return True
    if b"\n" not in content or b":" not in content[:2_000]:
        return False
    try:
        message = message_from_bytes(content, policy=BoundedPolicy())
        parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        return any(_spans(decoded(part)) for part in parts[:MOST_PARTS])
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return False


class _Squeezed:
    """A text without blanks and `>`, its encoded letters decoded, that knows where each stood."""

    def __init__(self, text: str) -> None:
        self.text = ""
        self.starts: list[int] = []
        self.ends: list[int] = []
        last = 0
        pieces = []
        for gone in _GONE.finditer(text):
            pieces.append(text[last : gone.start()])
            self.starts += range(last, gone.start())
            last = gone.end()
        pieces.append(text[last:])
        self.starts += range(last, len(text))
        self.ends = [start + 1 for start in self.starts]
        self.text = "".join(pieces)
        self._decode()

    def _decode(self) -> None:
        """Letters as `%2F`, `%252F` or `&#47;`, which may have been broken over two lines."""
        pieces, starts, ends, last = [], [], [], 0
        for unit in _ENCODED.finditer(self.text):
            code = unit["hex"] or unit["xhex"]
            pieces += [
                self.text[last : unit.start()],
                chr(int(code, 16) if code else int(unit["dec"])),
            ]
            starts += [*self.starts[last : unit.start()], self.starts[unit.start()]]
            ends += [*self.ends[last : unit.start()], self.ends[unit.end() - 1]]
            last = unit.end()
        if last:
            self.text = "".join([*pieces, self.text[last:]])
            self.starts, self.ends = starts + self.starts[last:], ends + self.ends[last:]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where secrets stand in the text, with the address round them."""
    plain = _Squeezed(text)
    found = []
    for pattern in _SECRETS:
        for match in pattern.finditer(plain.text):
            start = plain.starts[match.start()]
            if pattern is _TOKEN:
                start = _beginning_of_token(text, plain, match)
            found.append(_with_address(text, start, plain.ends[match.end() - 1]))
    return found


def _beginning_of_token(text: str, plain: _Squeezed, match: re.Match[str]) -> int:
    """Where a token begins: with the address or behind the slash before it, else at a blank.

    Without blanks, as it is looked at, the words before a token that stands alone are part of it.
    """
    before = plain.text[max(0, match.start() - 3_000) : match.start()]
    payload = _PAYLOAD.search(before)
    start = match.start() - (len(payload[0]) if payload else 0)
    if link := _LINK.search(plain.text[max(0, start - 400) : start]):
        return plain.starts[start - len(link[0])]
    if start and plain.text[start - 1] in "/=":
        return plain.starts[start]
    signed_from = plain.starts[match.start()]
    word = _URL_START.search(text[max(0, signed_from - _LONGEST_URL) : signed_from])
    return signed_from - len(word[0]) if word else signed_from


def _with_address(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of the address in which it stands."""
    before = _URL_START.search(text[max(0, start - _LONGEST_URL) : start])
    start -= len(before[0]) if before else 0
    after = _URL_END.match(text, end)
    return start, after.end() if after else end


def _rewritten_links(text: str) -> Iterator[tuple[int, int]]:
    for match in _URLDEFENSE.finditer(text):
        plain = re.sub(r"-(?=[0-9A-F]{2})", "%", match[0].replace("_", "/"))
        if any(pattern.search(unquote(plain)) for pattern in _SECRETS) or _routes(unquote(plain)):
            yield match.span()


def _routes(text: str) -> list[tuple[int, int]]:
    """Links to our deeds that are cut off or changed: worth nothing, but no words of anybody."""
    route = reverse("notifications:by-link", args=["x"])[:-2]
    return [
        _with_address(text, match.start(), match.end())
        for match in re.finditer(re.escape(route).replace("/", r"(?:/|%(?:25)*2F)"), text, re.I)
    ]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
