"""What somebody wrote in a mail, without what their program quoted and signed.

By structure first: marks of the program (as `>`, see html.py), our own line, headers and
introductions by their shape (shapes.py), lines that we sent (proofs.py). Nothing is lost:
signatures are kept aside, and whoever is unsure says so in `doubt`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from social.notifications.incoming import shapes, signatures
from social.notifications.incoming.bounds import recognisable_lines
from social.notifications.incoming.flowed import unwrap

MARKER = re.compile(r"\[\[rynek:", re.I)  # see proofs.marker()


@dataclass
class Own:
    """What is one's own, what was left out of it, and why somebody should look; empty: nobody."""

    text: str
    left_out: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Sent:
    """What is known of the mail that is answered, and of the house that sent it."""

    names: Sequence[str] = ()  # of the house and its addresses, case folded
    traces: Sequence[str] = ()  # parts of addresses of pages that stand in every mail
    is_ours: Callable[[str], bool] = field(default=lambda line: False)  # a line that we sent


def own_words(text: str, sent: Sent | None = None) -> str:
    """What the sender wrote above, or between, what was quoted."""
    return take_apart(text, sent).text


def take_apart(text: str, sent: Sent | None = None) -> Own:
    """Words, signature, and doubt: `empty`, `quotation` (it may be words of one's own), `sent`."""
    return _Letter(text, sent or Sent()).take_apart()


class _Letter:
    def __init__(self, text: str, sent: Sent) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        self.lines = text.split("\n")
        self.seen = recognisable_lines(self.lines)
        shapes.join_broken_addresses(self.seen)
        self.sent = sent
        self.ours = self._lines_of_ours(self.seen)

    def _lines_of_ours(self, lines: Sequence[str]) -> set[int]:
        """The lines that we sent, and the first ones of paragraphs that were wrapped anew."""
        found = {at for at, line in enumerate(lines) if line and self.sent.is_ours(line)}
        start = 0
        for at in range(len(lines) + 1):
            if at == len(lines) or not lines[at].strip():
                if at - start > 1 and self.sent.is_ours(" ".join(lines[start:at])):
                    found.add(start)
                start = at + 1
        return found

    def take_apart(self) -> Own:
        end, doubt = self._end()
        own = self._between(0, end)
        if not own.text and (end < len(self.seen) or own.left_out or any(self._quoted(range(end)))):
            return Own("", own.left_out, "empty")
        if not doubt and self._lines_of_ours(own.text.split("\n")):
            doubt = "sent"
        return Own(own.text, own.left_out, doubt)

    def _end(self) -> tuple[int, str]:
        """The line from which on nothing is the sender's, and a doubt about that."""
        names = self.sent.names
        for at, line in enumerate(self.seen):
            if not line.strip() or shapes.is_quoted(line):
                continue
            if MARKER.search(line) or at in self.ours:
                return shapes.walk_back(self.seen, at, names), ""
            if shapes.titled_rule(self.seen, at, names):
                return at, ""
            if height := shapes.header_block(self.seen, at, names, needs_address=False):
                start = shapes.walk_back(self.seen, at, names)
                is_sure = start < at or self._is_ours(at, at + height)
                return start, "" if is_sure else "quotation"
            start = self._introduction(at)
            if start >= 0 and not self._quotation_follows(at):
                return self._unmarked(start, at)
        return len(self.lines), ""

    def _introduction(self, at: int) -> int:
        """The first line of an introduction that ends here, with a date, or of a mail of ours."""
        start = shapes.introduction(self.seen, at, self.sent.names, quoted_below=False)
        if start < 0 and shapes.ADDRESS.search(self.seen[at]):
            start = shapes.introduction(self.seen, at, self.sent.names, quoted_below=True)
            return start if start >= 0 and self._is_ours(start, at + 1) else -1
        return start

    def _unmarked(self, start: int, at: int) -> tuple[int, str]:
        """An introduction above a quotation without marks, as the Polish portals write it."""
        start = self._with_rule(start)
        words_below = signatures.has_words(self.seen[at + 1 :])
        if not words_below or self._is_ours(start, at + 1):
            return start, ""
        return start, "quotation"

    def _with_rule(self, start: int) -> int:
        above = start - 1
        while above > 0 and not self.seen[above].strip():
            above -= 1
        return above if above >= 0 and shapes.is_rule(self.seen[above]) else start

    def _is_ours(self, start: int, end: int) -> bool:
        """Whether the headers name the house, or what follows them is surely a mail of ours."""
        if shapes.names_us("\n".join(self.seen[start:end]), self.sent.names):
            return True
        if any(at >= end for at in self.ours):
            return True
        return any(MARKER.search(line) or self._has_trace(line) for line in self.seen[end:])

    def _has_trace(self, line: str) -> bool:
        return any(trace in line for trace in self.sent.traces)

    def _quotation_follows(self, at: int) -> bool:
        """Whether the next line that is not empty is marked as quoted."""
        below = next((line for line in self.seen[at + 1 :] if line.strip()), "")
        return shapes.is_quoted(below)

    def _quoted(self, places: Collection[int]) -> list[int]:
        return [at for at in places if at < len(self.seen) and shapes.is_quoted(self.seen[at])]

    def _between(self, start: int, end: int) -> Own:
        """The words that stand above, between and below the marked quotations."""
        pieces: list[list[int]] = [[]]
        for at in range(start, end):
            if at < len(self.seen) and shapes.is_quoted(self.seen[at]):
                if pieces[-1]:
                    pieces[-1] = self._without_introduction(pieces[-1])
                    pieces.append([])
            else:
                pieces[-1].append(at)
        kept: list[str] = []
        left: list[str] = []
        for piece in pieces:
            words, signature = self._without_signature(piece, signatures.has_words(kept))
            while words and (not words[-1].strip() or shapes.is_rule(words[-1][:200])):
                words.pop()
            kept += ["", *words]
            left += ["", *signature]
        return Own(_tidy(unwrap(_tidy(kept))), _tidy(left))

    def _without_introduction(self, piece: list[int]) -> list[int]:
        last = piece[-1]
        while last > piece[0] and not self.seen[last].strip():
            last -= 1
        start = shapes.introduction(self.seen, last, self.sent.names, quoted_below=True)
        if start < 0:
            return piece
        start = max(piece[0], self._with_rule(start))
        above = start - 1
        while above > piece[0] and not self.seen[above].strip():
            above -= 1
        if above >= piece[0] and shapes.titled_rule(self.seen, above, self.sent.names):
            start = above
        return [at for at in piece if at < start]

    def _without_signature(
        self, piece: list[int], words_above: bool
    ) -> tuple[list[str], list[str]]:
        known = [at for at in piece if at < len(self.seen)]
        seen = [self.seen[at] for at in known]
        start = signatures.signature_start(seen, words_above)
        lines = [self.lines[at] for at in piece]
        if start == len(seen):
            return lines, []
        again = start + signatures.postscript(seen[start:])
        return lines[:start] + ["", *lines[again:]], lines[start:again]


def _tidy(lines: list[str] | str) -> str:
    """Lines without blanks at their ends, and at most one empty line between paragraphs."""
    lines = lines.split("\n") if isinstance(lines, str) else lines
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
