"""Which parts of a mail hold its words, decoded and with paragraphs in one piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from social.notifications.incoming.bounds import MOST_PARTS, children
from social.notifications.incoming.flowed import unflow
from social.notifications.incoming.html import HtmlWords, read_html
from social.notifications.incoming.seals import without_armour

MOST_CHARACTERS = 1_000_000
SHARE_OF_WORDS = 0.6  # the rest are addresses of links, marks for bold type, bullets


@dataclass
class Words:
    """`answer` is what to look for an answer in, `whole` everything, as for a draft."""

    answer: str
    whole: str


@dataclass
class _Segment:
    """A piece of the mail that comes as plain text, as HTML, or as both."""

    plain: Message | None = None
    html: Message | None = None

    def words(self) -> Words:
        plain = _plain(self.plain) if self.plain is not None else ""
        html = read_html(decoded(self.html)) if self.html is not None else None
        if html is None or (plain.strip() and not _is_better(html, plain)):
            return Words(plain, plain)
        return Words(html.answer, html.whole)


def read_words(message: Message) -> Words:
    """The words of a mail, whatever else it carries and however it is packed."""
    pieces = [segment.words() for segment in _segments(message)]
    return Words(
        "\n\n".join(piece.answer for piece in pieces), "\n\n".join(piece.whole for piece in pieces)
    )


def _segments(part: Message, budget: list[int] | None = None) -> Iterator[_Segment]:
    """The pieces in their order: Apple Mail writes one before and one after each picture."""
    budget = [MOST_PARTS] if budget is None else budget
    budget[0] -= 1
    if budget[0] < 0:
        return
    kind = part.get_content_type()
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        inner = children(part)
        if kind == "multipart/alternative":
            yield from _best(inner, budget)
        else:
            few = {"multipart/related", "multipart/signed", "multipart/report"}
            for child in inner[:1] if kind in few else inner:
                yield from _segments(child, budget)
    elif not is_enclosed(part):
        if kind == "text/html":
            yield _Segment(html=part)
        elif part.get_content_maintype() == "text" and kind not in NO_WORDS:
            yield _Segment(plain=part)


NO_WORDS = {
    *("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/x-amp-html"),
    *("text/rfc822-headers", "text/css", "text/csv", "text/xml", "text/richtext", "text/enriched"),
}


def _best(alternatives: list[Message], budget: list[int]) -> Iterator[_Segment]:
    """Of alternatives, the plain one and the HTML of the same words."""
    found: list[list[_Segment]] = [list(_segments(child, budget)) for child in alternatives]
    found = [segments for segments in found if segments]
    plain = next((s for s in found if len(s) == 1 and s[0].plain is not None), None)
    html = next((s for s in reversed(found) if len(s) == 1 and s[0].html is not None), None)
    if plain and html:
        yield _Segment(plain[0].plain, html[0].html)
    elif found:
        yield from found[-1]


def is_enclosed(part: Message) -> bool:
    """Whether a part is a file that came along, and not words."""
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename()) and part.get_content_maintype() != "multipart"


def _plain(part: Message) -> str:
    text = without_armour(decoded(part))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = unflow(text, str(part.get_param("delsp") or "").lower() == "yes")
    return text


def decoded(part: Message) -> str:
    """The text of a part, whatever its charset claims to be."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "windows-1250"):
        try:
            return content.decode(charset)[:MOST_CHARACTERS]
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")[:MOST_CHARACTERS]


def _is_better(html: HtmlWords, plain: str) -> bool:
    """Whether to read the HTML: it marks what is quoted, and it holds the words of the plain text.

    Without marks it is read if it holds no other words: its paragraphs are not wrapped.
    """
    if not html.marked:
        return html.whole.split() == plain.split()
    written = [word for line in plain.split("\n") if line[:1] != ">" for word in line.split()]
    known = set(html.whole.split())
    return sum(word in known for word in written) >= SHARE_OF_WORDS * len(written)
