"""The list of metrics, and what their docstrings promise to readers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import numpy as np

from social.analytics.analysis.equations import protect_rows
from social.analytics.analysis.statistics import wilson
from social.analytics.figures import Figures, Ratio
from social.analytics.metrics.facts import Facts
from social.analytics.shares import coarse_of, stored
from social.analytics.suppression import Cell, Minimum, Rule, protect, rounded

Computation = Callable[[Facts], list[Cell]]
MEDIAN_CONTRIBUTORS = 10
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

    code: str  # kept in rows
    name: str  # what people meet in addresses, exports and reports
    compute: Computation
    unit: Unit
    better: Better
    minimum: Minimum
    amber: float | None
    red: float | None
    title: str
    words: dict[str, str]
    part_units: dict[str, Unit]
    ratios: Mapping[str, Ratio]  # what shares of people are made of: the audit knows them

    @property
    def goal(self) -> str:
        """A: less inefficient communication, B: board and employees, C: people and people."""
        return self.code[0]

    def unit_of(self, part: str) -> Unit:
        """The unit of the main value or of one of the parts."""
        return self.part_units.get(part, self.unit)


METRICS: dict[str, Metric] = {}


def metric_called(name: str) -> Metric | None:
    """By its name, or by its code as in older reports and bookmarks."""
    known = METRICS.get(name)
    return known or next((one for one in METRICS.values() if one.name == name), None)


def metric(
    code: str,
    unit: Unit,
    *,
    better: Better = Better.NEITHER,
    minimum: Minimum = Minimum(),  # noqa: B008 - immutable
    amber: float | None = None,
    red: float | None = None,
    parts: dict[str, Unit] | None = None,
    ratios: Mapping[str, Ratio] | None = None,
) -> Callable[[Computation], Computation]:
    """Register a function as a metric; its docstring is what readers see."""

    def register(function: Computation) -> Computation:
        title, words = read_docstring(function)
        METRICS[code] = Metric(
            code=code,
            name=function.__name__.replace("_", "-"),
            compute=function,
            unit=unit,
            better=better,
            minimum=minimum,
            amber=amber,
            red=red,
            title=title,
            words=words,
            part_units=parts or {},
            ratios=ratios or {},
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
    """The metric's cells as they may be shown: protected, and coarse or rounded."""
    return decide(metric, metric.compute(facts), rule)


def figures_of(metric: Metric, facts: Facts) -> Figures:
    """What `release` is given of a metric: computed now, decided there."""
    shares = [part for part in ("", *metric.part_units) if metric.unit_of(part) is Unit.SHARE]
    decided = partial(decide, metric, metric.compute(facts))
    return Figures(decided, frozenset(shares), metric.ratios)


def decide(metric: Metric, found: Sequence[Cell], rule: Rule) -> list[Cell]:
    """The cells as they may be shown under a rule."""
    cells = protect(found, rule, _minimum_of(metric))
    if metric.minimum.rows:
        cells = protect_rows(found, cells, rule)
    return [as_published(cell, metric.unit_of(cell.part)) for cell in cells]


def _minimum_of(metric: Metric) -> Minimum:
    """A median needs ten people: the middle one of five is somebody's own number."""
    if metric.unit is not Unit.HOURS:
        return metric.minimum
    least = max(metric.minimum.contributors, MEDIAN_CONTRIBUTORS)
    return replace(metric.minimum, contributors=least)


def as_published(cell: Cell, unit: Unit) -> Cell:
    """Shares in steps with open ends and no count beside them; the interval is that of what is
    published, for as many people as there are: it tells nothing that the step does not.
    """
    if cell.value is None or unit is not Unit.SHARE:
        return rounded(cell, share=unit is not Unit.HOURS)
    share = coarse_of(cell.value, cell.people)
    low, high = wilson(np.array([cell.people * share.middle / 100]), np.array([float(cell.people)]))
    return Cell(
        cell.cell, stored(share), 0, 0, low=float(low[0]), high=float(high[0]), part=cell.part
    )
