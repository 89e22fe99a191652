"""The month in plain sentences, in which every number links to its evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, pgettext
from django.utils.translation import gettext_lazy as _

from social.analytics.metrics import METRICS
from social.analytics.metrics.registry import Better, Unit
from social.analytics.record.months import following
from social.analytics.release import words
from social.analytics.shares import share_stored
from social.analytics.told import Figure, of_firm
from social.analytics.told import shown as told

GOALS = {
    "A": _("Less inefficient communication"),
    "B": _("Board and employees closer"),
    "C": _("Value in contacts between people"),
}
_SLOT = re.compile(r"\{([A-C]\d(?:\.\w+)?)\}")
PLAN = gettext_noop("Write here what you plan.")
Numbers: TypeAlias = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a number with the code of its metric and, for a second number, of its part."""

    text: str
    code: str = ""
    part: str = ""

    @property
    def reference(self) -> str:
        """`time-to-first-answer`, and with `.p90` its second number: each leads to itself."""
        return f"{self.name}.{self.part}" if self.part else self.name

    @property
    def name(self) -> str:
        """The name of the metric."""
        return METRICS[self.code].name


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces in order."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.told)

    @property
    def told(self) -> tuple[Piece, ...]:
        """As read without references: an abbreviation at the end ends the sentence, too."""
        read: list[Piece] = []
        for piece in self.pieces:
            ended = read and read[-1].text.endswith(".") and piece.text.startswith(".")
            read.append(replace(piece, text=piece.text[1:]) if ended else piece)
        return tuple(piece for piece in read if piece.text)

    @property
    def markdown(self) -> str:
        """For the report: each number is bold and followed by its reference."""
        return "".join(
            f"**{piece.text}** [{piece.reference}]" if piece.code else piece.text
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal's sentences and metrics."""

    letter: str
    title: str
    sentences: tuple[Sentence, ...]
    hidden: int


def shown(value: float | None, unit: Unit) -> str:
    """A value as readers write it: about 80 %, 5.5 h, 3.2."""
    if value is None:
        return "–"
    if unit is Unit.SHARE:
        return words(share_stored(value)).replace(" %", "\N{NO-BREAK SPACE}%")
    if unit is Unit.HOURS:
        return gettext("%(hours)s h") % {"hours": number_format(round(value, 1), 1)}
    digits = 0 if unit is Unit.NUMBER and value == round(value) else 2 if unit is Unit.INDEX else 1
    return number_format(round(value, digits), digits)


def plain(value: float | None, unit: Unit) -> str:
    """A number that is not published as it is: a tick of an axis, the end of an interval."""
    if value is not None and unit is Unit.SHARE:
        return f"{round(value * 100)}\N{NO-BREAK SPACE}%"
    return shown(value, unit)


def key(cell: Figure) -> str:
    """`A2` or `A2.p90`."""
    return f"{cell.metric}.{cell.part}" if cell.part else cell.metric


def unit_of(code: str) -> Unit:
    """The unit of a metric or one of its parts."""
    metric, _dot, part = code.partition(".")
    return METRICS[metric].unit_of(part)


def firm_numbers(period: dt.date) -> tuple[Numbers, Numbers]:
    """Shown cells about everybody in this month and the month before. Two queries."""
    before = following(period, -1)
    now: Numbers = {}
    then: Numbers = {}
    for cell in told(of_firm(METRICS, [period, before])):
        (now if cell.period == period else then)[key(cell)] = cell
    return now, then


def change(now: Figure | None, then: Figure | None) -> str:
    """`better`, `worse`, `up`, `down` or nothing: only when the intervals are apart."""
    if now is None or then is None or now.value is None or then.value is None:
        return ""
    if now.low is None or then.low is None or now.high is None or then.high is None:
        return ""
    if now.low > then.high:
        up = True
    elif now.high < then.low:
        up = False
    else:
        return ""
    better = METRICS[now.metric].better if not now.part else Better.NEITHER
    if better is Better.NEITHER:
        return "up" if up else "down"
    return "better" if up is (better is Better.HIGHER) else "worse"


def _sentences() -> dict[str, tuple[str, ...]]:
    """What is said of each goal; a sentence is left out when one of its numbers is hidden."""
    return {
        "A": (
            gettext("{A1} of questions had an answer within 72 working hours."),
            gettext("Half of the questions were answered after {A2}, nine in ten after {A2.p90}."),
            gettext("{A3} were solved within two weeks."),
            gettext("A solved question or a guide found {A4} more readers later on (median)."),
            gettext("The median person got {A5} notifications a week; {A5.opened} were opened."),
        ),
        "B": (
            gettext("Leaders answered {B1} of what was put to them within five working days."),
            gettext("{B3} of employees have a leader among their contacts, {B3.two} are at most one person away."),
            gettext("In {B2} of the pairs of a leader and an employee in touch, both speak."),
            gettext("{B5} of the conversations with a leader were started by somebody else."),
            gettext("Levels mix: {B4} on a scale where 0 is chance and 1 only among equals."),
        ),
        "C": (
            gettext("{C4} of people wrote something and {C4.readers} read; {C5} of last month's authors came back."),
            gettext("In {C2} of the pairs in touch, both speak."),
            gettext("Contacts across departments stand at {C1}, where 0 is what chance would give."),
            gettext("{C3} of newcomers found three contacts in their first month."),
            gettext("The most helpful 5 % give {C6} of the answers; half of all answers come from {C6.half} people."),
            gettext("Sense of community: {C7} of 5."),
            gettext("{C8} of active people know an ambassador."),
        ),
    }  # fmt: skip


def goals(now: Numbers, then: Numbers) -> list[Goal]:
    """The three goals in sentences."""
    result = []
    for letter, templates in _sentences().items():
        built = [_fill(template, now, then) for template in templates]
        told = tuple(sentence for sentence in built if sentence is not None)
        result.append(Goal(letter, str(GOALS[letter]), told, len(built) - len(told)))
    return result


def _fill(template: str, now: Numbers, then: Numbers) -> Sentence | None:
    pieces: list[Piece] = []
    for at, part in enumerate(_SLOT.split(template)):
        if at % 2 == 0:
            pieces.append(Piece(part))
            continue
        cell = now.get(part)
        if cell is None:
            return None
        code, _dot, second = part.partition(".")
        pieces.append(Piece(shown(cell.value, unit_of(part)), code, second))
    first = _SLOT.search(template)
    if first and (words := _compared(change(now[first[1]], then.get(first[1])))):
        pieces.append(Piece(" " + words))
    told = [piece for piece in pieces if piece.text]
    told[0] = replace(told[0], text=capfirst(told[0].text))
    return Sentence(tuple(told))


def _compared(way: str) -> str:
    return {
        "better": gettext("That is better than the month before."),
        "worse": gettext("That is worse than the month before."),
        "up": gettext("That is more than the month before."),
        "down": gettext("That is less than the month before."),
    }.get(way, "")


def stage(share_of_members: float | None) -> str:
    """The community's stage of life by the share that members write (FeverBee)."""
    if share_of_members is None:
        return ""
    if share_of_members < 0.5:
        return pgettext("stage of life", "inception")
    if share_of_members < 0.9:
        return pgettext("stage of life", "establishment")
    return pgettext("stage of life", "maturity")


def report_text(found: Iterable[Goal]) -> str:
    """The first draft of a report, in Markdown, in the active language."""
    lines: list[str] = []
    for goal in found:
        lines += [f"## {goal.title}", ""]
        lines += [f"- {sentence.markdown}" for sentence in goal.sentences] or [
            gettext("Too few people or data to say anything this month.")
        ]
        lines.append("")
    heading = gettext("What comes next")
    lines += [f"## {heading}", "", gettext(PLAN)]
    return "\n".join(lines)
