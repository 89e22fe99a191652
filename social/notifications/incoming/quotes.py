"""What somebody wrote in a mail, without what their program quoted and signed.

Works on plain text in Polish and English as Gmail, Outlook, Apple Mail and their phone versions
write it. Where it is unsure it keeps too much rather than too little: words are never lost.
"""

import re

from social.notifications.incoming.bounds import recognisable_lines

# “On Mon, 23 Nov 2026 at 10:00, Rynek <…> wrote:”, in one line or broken into two or three.
INTRODUCTIONS = [
    re.compile(r"^\s*>?\s*(on\b.{6,200}?\bwrote\s*:)\s*$", re.I | re.S),
    re.compile(
        r"^\s*>?\s*((w dniu|dnia)\b.{4,200}?\b(napisał|napisała|napisał\(a\)|napisali|pisze)\s*(\(a\))?\s*:)\s*$",
        re.I | re.S,
    ),
    re.compile(
        r"^\s*>?\s*((pon|wt|śr|czw|pt|sob|niedz|nie)\.?,?\s.{4,200}?\bnapisał(\(a\)|a)?\s*:)\s*$",
        re.I | re.S,
    ),
    re.compile(
        r"^\s*>?\s*((wiadomość napisana przez|użytkownik)\b.{2,200}?(:|napisał\S*:))\s*$",
        re.I | re.S,
    ),
    re.compile(r"^\s*\d{1,4}[-./ ]\S{1,10}[-./ ]\d{2,4}.{0,20}<[^>]+@[^>]+>:\s*$"),
]
# Outlook separates with a line or with the headers of the mail that is answered.
SEPARATORS = [
    re.compile(
        r"^\s*-{2,}\s*(original message|wiadomość oryginalna|oryginalna wiadomość|forwarded message|wiadomość przekazana|przekazana wiadomość|message transféré)\s*-{2,}\s*$",
        re.I,
    ),
    re.compile(r"^\s*_{10,}\s*$"),
    re.compile(r"^\s*(begin forwarded message|początek przekazywanej wiadomości)\s*:\s*$", re.I),
]
HEADERS = re.compile(
    r"^\s*\*?(from|od|sent|wysłano|wysłane|data|date|to|do|cc|dw|subject|temat)\s*:\*?\s*\S", re.I
)
HEADERS_NEEDED = 3
SIGNATURES = [
    re.compile(r"^-- ?$"),
    re.compile(
        r"^\s*(sent from my (iphone|ipad|galaxy|phone|mobile|android)|sent from (outlook|mail|yahoo|samsung|proton)|get outlook for (ios|android)|sent via)\b.*$",
        re.I,
    ),
    re.compile(
        r"^\s*(wysłan[eoay] z (iphone|ipad|iphone’a|iphone'a|urządzenia|telefonu|mojego|aplikacji|programu|outlook|androida|samsung)|pobierz aplikację outlook|pobierz outlook|wysłano przez)\b.*$",
        re.I,
    ),
]
# A greeting at the end and what stands below it, if that is short, is a signature.
CLOSINGS = re.compile(
    r"^\s*(pozdrawiam|pozdrowienia|pozdr\.?|z poważaniem|z wyrazami szacunku|serdecznie pozdrawiam|"
    r"z pozdrowieniami|best regards|kind regards|regards|best|cheers|yours sincerely|sincerely|"
    r"with kind regards|many thanks|br)\s*[,.!]?\s*$",
    re.I,
)
SIGNATURE_LINES = 8
SIGNATURE_WIDTH = 70


def own_words(text: str) -> str:
    """What the sender wrote above (or between) what was quoted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    seen = recognisable_lines(lines)
    cut = _quoted_from(seen)
    if cut == len(seen):
        cut = len(lines)  # what is beyond the lines looked at is kept, too
    kept = [line for line in lines[:cut] if not line.startswith(">")]
    kept = kept[: _signature_from(recognisable_lines(kept), len(kept))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _quoted_from(lines: list[str]) -> int:
    """The line at which the quoted mail begins, that nothing of one's own follows."""
    for at in range(len(lines)):
        if any(separator.match(lines[at]) for separator in SEPARATORS):
            return at
        if is_header_block(lines, at) or _is_introduction(lines, at):
            return at if _is_all_quoted(lines, at) else len(lines)
    return len(lines)


def _is_introduction(lines: list[str], at: int) -> bool:
    """Whether a line, or it and the next one or two, introduces a quotation."""
    if not lines[at].strip():
        return False
    for height in (1, 2, 3):
        block = "\n".join(lines[at : at + height])
        if any(pattern.match(block) for pattern in INTRODUCTIONS):
            return True
    return False


def is_header_block(lines: list[str], at: int) -> bool:
    """Whether the headers of a mail (From, Sent, To, Subject) stand here."""
    if not re.match(r"^\s*\*?(from|od)\s*:", lines[at], re.I):
        return False
    return sum(bool(HEADERS.match(line)) for line in lines[at : at + 6]) >= HEADERS_NEEDED


def _is_all_quoted(lines: list[str], at: int) -> bool:
    """Whether nothing of one's own follows: answers between quotations stay, introduction and all."""
    after = [line for line in lines[at + 1 :] if line.strip()]
    marked = [line for line in after if line.startswith(">")]
    if not marked:
        return True  # a program that quotes without marks
    last = (
        len(after) - 1 - next(i for i, line in enumerate(reversed(after)) if line.startswith(">"))
    )
    first = next(i for i, line in enumerate(after) if line.startswith(">"))
    own = [line for line in after[first:last] if not line.startswith(">")]
    rest = after[last + 1 :]
    return not own and _signature_from(rest, len(rest)) == 0


def _signature_from(lines: list[str], none: int) -> int:
    """The line at which the signature begins; `none` if there is no signature."""
    for at, line in enumerate(lines):
        if any(pattern.match(line) for pattern in SIGNATURES):
            return at
    for at in range(len(lines) - 1, -1, -1):
        is_closing = CLOSINGS.match(lines[at]) and _looks_like_signature(lines[at + 1 :])
        if is_closing and any(line.strip() for line in lines[:at]):
            return at
    return none


def _looks_like_signature(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return len(filled) <= SIGNATURE_LINES and all(len(line) <= SIGNATURE_WIDTH for line in filled)
