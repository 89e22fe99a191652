"""The list of metrics, and what their docstrings promise to readers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from social.analytics.suppression import Cell, Minimum, Rule, protect, rounded
from social.community.analysis.equations import protect_rows
from social.community.metrics.facts import Facts

Computation = Callable[[Facts], list[Cell]]
SECTIONS = ("Question", "Formula", "Unit", "Inputs", "Minimum", "Reference", "Source")


class Better(StrEnum):
    """Which way is up."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Unit(StrEnum):
    """How a value is written."""

    SHARE = "share"
    HOURS = "hours"
    NUMBER = "number"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric with its words; `amber` and `red` are the limits of attention."""

    code: str
    slug: str
    compute: Computation
    unit: Unit
    better: Better
    minimum: Minimum
    amber: float | None
    red: float | None
    title: str
    words: dict[str, str]
    part_units: dict[str, Unit]

    @property
    def goal(self) -> str:
        """A: less inefficient communication, B: board and employees, C: people and people."""
        return self.code[0]

    def unit_of(self, part: str) -> Unit:
        """The unit of the main value or of one of the parts."""
        return self.part_units.get(part, self.unit)


METRICS: dict[str, Metric] = {}


def metric(
    code: str,
    unit: Unit,
    *,
    better: Better = Better.NEITHER,
    minimum: Minimum = Minimum(),  # noqa: B008 - immutable
    amber: float | None = None,
    red: float | None = None,
    parts: dict[str, Unit] | None = None,
) -> Callable[[Computation], Computation]:
    """Register a function as a metric; its docstring is what readers see."""

    def register(function: Computation) -> Computation:
        title, words = read_docstring(function)
        METRICS[code] = Metric(
            code=code,
            slug=function.__name__,
            compute=function,
            unit=unit,
            better=better,
            minimum=minimum,
            amber=amber,
            red=red,
            title=title,
            words=words,
            part_units=parts or {},
        )
        return function

    return register


def read_docstring(function: Computation) -> tuple[str, dict[str, str]]:
    """Title and sections of a metric's docstring; ValueError when a section is missing."""
    lines = inspect.cleandoc(function.__doc__ or "").splitlines()
    words: dict[str, str] = {}
    current = ""
    for line in lines[1:]:
        head, colon, rest = line.partition(":")
        if colon and head in SECTIONS:
            current, line = head, rest
        if current and line.strip():
            words[current] = f"{words.get(current, '')} {line.strip()}".strip()
    missing = [section for section in SECTIONS if section not in words]
    if missing:
        raise ValueError(f"{function.__name__}: the docstring lacks {', '.join(missing)}")
    return lines[0].rstrip("."), words


def compute(metric: Metric, facts: Facts, rule: Rule) -> list[Cell]:
    """The metric's cells as they may be shown: protected and rounded."""
    found = metric.compute(facts)
    cells = protect(found, rule, metric.minimum)
    if metric.minimum.rows:
        cells = protect_rows(found, cells, rule)
    return [rounded(cell, share=metric.unit_of(cell.part) is not Unit.HOURS) for cell in cells]
