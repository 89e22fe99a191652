"""Geometry for pictures that templates draw as SVG."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 200, 44, 12, 12, 26
LABEL = 56  # room for a number at the right
LABEL_LETTERS = 14  # of a department's name on one line


@dataclass(frozen=True, slots=True)
class Point:
    """A month's value, or its absence."""

    period: dt.date
    x: float
    y: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line over months with gaps where values are hidden."""

    points: tuple[Point, ...]
    strokes: tuple[str, ...]
    ticks: tuple[tuple[float, float], ...]
    limit_y: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def dots(self) -> list[Point]:
        """Points that have a value."""
        return [point for point in self.points if point.y is not None]

    @property
    def base(self) -> int:
        """Where the horizontal axis lies."""
        return self.height - BOTTOM


def line(
    series: Sequence[tuple[dt.date, float | None]], *, limit: float | None = None, share: bool
) -> Line:
    """Lay out a monthly series; shares always from 0 to 1 so that pictures compare."""
    known = [value for _, value in series if value is not None]
    low, high = (0.0, 1.0) if share else _nice(known)
    step = (WIDTH - LEFT - RIGHT) / max(len(series) - 1, 1)

    def y(value: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * room, 1)

    points = tuple(
        Point(period, round(LEFT + at * step, 1), None if v is None else y(v), v)
        for at, (period, v) in enumerate(series)
    )
    ticks = tuple((y(v), v) for v in (low, (low + high) / 2, high))
    return Line(points, _strokes(points), ticks, None if limit is None else y(limit))


def _nice(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    low, high = min(0.0, *values), max(0.0, *values)
    return low, high * 1.1 if high > 0 else (0.0 if low < 0 else 1.0)


def _strokes(points: Sequence[Point]) -> tuple[str, ...]:
    strokes: list[list[str]] = [[]]
    for point in points:
        if point.y is None:
            strokes.append([])
        else:
            strokes[-1].append(f"{point.x},{point.y}")
    return tuple(" ".join(stroke) for stroke in strokes if len(stroke) > 1)


@dataclass(frozen=True, slots=True)
class Node:
    """A department in the picture."""

    key: str
    name: str
    x: float
    y: float
    radius: float
    anchor: str
    label_x: float

    @property
    def lines(self) -> list[str]:
        """The name on one line or two, so that long ones fit a phone."""
        first, *rest = textwrap.wrap(self.name, LABEL_LETTERS, break_long_words=False) or [""]
        if not rest:
            return [first]
        return [first, textwrap.shorten(" ".join(rest), 2 * LABEL_LETTERS, placeholder=" …")]


@dataclass(frozen=True, slots=True)
class Edge:
    """Ties between two nodes."""

    first: Node
    second: Node
    ties: int
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """Departments on a ring with the ties between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: int
    width: int = 760
    height: int = 520


def network(
    names: dict[str, str], sizes: dict[str, int], ties: dict[tuple[str, str], float], hidden: int
) -> Network:
    """Lay out departments on a ring, those with most ties to each other side by side."""
    order = _ring(list(names), ties)
    centre_x, centre_y, radius = 380, 260, 190
    nodes: dict[str, Node] = {}
    for at, key in enumerate(order):
        angle = 2 * math.pi * at / max(len(order), 1) - math.pi / 2
        x, y = centre_x + radius * math.cos(angle), centre_y + radius * math.sin(angle)
        size = 6 + 1.6 * math.sqrt(sizes.get(key, 0))
        right = math.cos(angle) >= -0.01
        label_x = x + (size + 6 if right else -size - 6)
        nodes[key] = Node(
            key, names[key], round(x, 1), round(y, 1), round(min(size, 30), 1),
            "start" if right else "end", round(label_x, 1),
        )  # fmt: skip
    # Contacts inside a department are no lines: they would make all others thin.
    most = max((number for (a, b), number in ties.items() if a != b), default=1.0)
    edges = [
        Edge(nodes[a], nodes[b], round(number), round(1 + 9 * number / most, 1))
        for (a, b), number in sorted(ties.items(), key=lambda item: item[1])
        if a in nodes and b in nodes and a != b
    ]
    return Network(tuple(nodes.values()), tuple(edges), hidden)


def _ring(keys: list[str], ties: dict[tuple[str, str], float]) -> list[str]:
    """Greedy order: each next the one with most ties to the one before."""
    if not keys:
        return []

    def between(a: str, b: str) -> float:
        return ties.get((a, b), 0) + ties.get((b, a), 0)

    left, order = set(keys[1:]), [keys[0]]
    while left:
        following = max(sorted(left), key=lambda key: between(order[-1], key))
        left.remove(following)
        order.append(following)
    return order


@dataclass(frozen=True, slots=True)
class Layer:
    """A level as a horizontal band."""

    key: str
    name: str
    y: float


@dataclass(frozen=True, slots=True)
class Arc:
    """Contact between two levels against chance; `ratio` 1 is as expected."""

    path: str
    label: str
    width: float
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Layers:
    """Levels from the board down, with arcs between them."""

    layers: tuple[Layer, ...]
    arcs: tuple[Arc, ...]
    width: int = 640
    height: int = 200


def layers(
    names: dict[str, str],
    ratios: dict[tuple[str, str], float],
    label: Callable[[float], str] = str,
) -> Layers:
    """Lay out levels from the top down and an arc for each pair of different levels."""
    gap, top = 64, 34
    bands = {key: Layer(key, name, top + gap * at) for at, (key, name) in enumerate(names.items())}
    arcs = []
    for (a, b), ratio in ratios.items():
        if a in bands and b in bands and a != b:
            upper, lower = sorted((bands[a].y, bands[b].y))
            bulge = 60 + (lower - upper) * 0.9
            x = 230
            path = f"M {x} {upper} C {x + bulge} {upper}, {x + bulge} {lower}, {x} {lower}"
            arcs.append(
                Arc(path, label(ratio), round(min(1 + 4 * ratio, 12), 1),
                    round(x + bulge * 0.75 + 8, 1), (upper + lower) / 2)
            )  # fmt: skip
    right = max((arc.label_x for arc in arcs), default=230)
    return Layers(
        tuple(bands.values()),
        tuple(arcs),
        width=round(right + LABEL),
        height=top + gap * max(len(bands), 1),
    )


def heat(value: float | None) -> str:
    """The heat class of a share."""
    return "heat-none" if value is None else f"heat-{min(5, int(value * 6))}"


def heat_of_ratio(ratio: float | None) -> str:
    """The heat class of observed against expected: the middle is as expected."""
    if ratio is None:
        return "heat-none"
    return f"heat-{sum(ratio > limit for limit in (0.25, 0.6, 0.9, 1.3, 2))}"
