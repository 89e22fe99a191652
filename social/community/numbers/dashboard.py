"""What the room's pages show, read from the ledger only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.models import Page

from social.analytics.metrics import METRICS, Metric
from social.analytics.metrics.paths import STAGES
from social.analytics.metrics.registry import Unit
from social.analytics.metrics.standards import PAST_MONTHS, Standard, state
from social.analytics.models import Fill
from social.analytics.record.months import following, months_between
from social.analytics.shares import stored
from social.analytics.told import COHORT, TABLE, Figure, figures, of_firm
from social.analytics.told import paths as told_paths
from social.community.models import RoomSettings
from social.community.numbers import charts
from social.community.numbers.summary import GOALS, change, plain, shown
from social.people.models import Department, Level, User
from social.subjects.access import visible_pages

TREND_MONTHS = 13


def counted_months() -> list[dt.date]:
    """Months that have been counted, oldest first. One query."""
    found = Fill.objects.filter(step="metrics").order_by("period")
    return list(found.values_list("period", flat=True))


def department_names() -> dict[str, str]:
    """Names by cell. One query."""
    rows = Department.objects.values_list("pk", "name")
    names = {f"department:{pk}": name for pk, name in rows}
    return names | {"department:": gettext("No department"), "firm": gettext("Everybody")}


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's value in a month with its trend."""

    metric: Metric
    value: str
    interval: str
    change: str
    state: str
    line: charts.Line
    cell: Figure | None


def metrics_by_goal(month: dt.date) -> list[tuple[str, str, list[Reading]]]:
    """(letter, title, readings) for each goal. Three queries."""
    series: dict[str, dict[dt.date, Figure]] = defaultdict(dict)
    for cell in of_firm(METRICS, _trend(month)):
        if not cell.part:
            series[cell.metric][cell.period] = cell
    peers, target = _value(series["A1"].get(month)), RoomSettings.load().answer_target
    return [
        (
            letter,
            str(title),
            [
                _reading(metric, month, series[code], peers, target)
                for code, metric in METRICS.items()
                if metric.goal == letter
            ],
        )
        for letter, title in GOALS.items()
    ]


def _trend(month: dt.date) -> list[dt.date]:
    """The month and those before it that are shown beside it."""
    return list(months_between(following(month, 1 - TREND_MONTHS), month))


def _value(cell: Figure | None) -> float | None:
    return cell.value if cell is not None else None


def _reading(
    metric: Metric,
    month: dt.date,
    series: dict[dt.date, Figure],
    peers: float | None,
    target: int | None,
) -> Reading:
    cell, before = series.get(month), series.get(following(month, -1))
    past = [_value(series.get(following(month, -back))) for back in range(1, PAST_MONTHS + 1)]
    standard = Standard([value for value in past if value is not None], peers, target)
    visible = cell is not None and cell.value is not None
    return Reading(
        metric=metric,
        value=shown(cell.value, metric.unit) if cell and visible else "",
        interval=_interval(cell, metric.unit),
        change=change(cell, before),
        state=state(metric.code, cell, standard),
        line=_line(metric, month, series),
        cell=cell,
    )


def _interval(cell: Figure | None, unit: Unit) -> str:
    if cell is None or cell.low is None or cell.high is None:
        return ""
    return gettext("%(low)s to %(high)s") % {
        "low": plain(cell.low, unit),
        "high": plain(cell.high, unit),
    }


def _line(metric: Metric, month: dt.date, series: dict[dt.date, Figure]) -> charts.Line:
    points = [(m, series[m].value if m in series else None) for m in _trend(month)]
    return charts.line(points, limit=metric.amber, share=metric.unit is Unit.SHARE)


@dataclass(frozen=True, slots=True)
class Row:
    """A department's value, and its values month by month."""

    name: str
    value: str
    interval: str
    change: str
    share: float | None
    n: int | None
    suppressed: bool
    months: list[str]
    line: charts.Line


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything behind one metric in a month."""

    reading: Reading
    parts: list[tuple[str, str]]
    rows: list[Row]
    months: list[tuple[dt.date, str]]
    lowest: Row | None


def evidence_of(metric: Metric, month: dt.date) -> Evidence:
    """Trend, parts and departments of one metric. Six queries."""
    cells = figures([metric.code], _trend(month))
    firm = {c.period: c for c in cells if c.cell == "firm" and not c.part}
    names = department_names()
    current = [c for c in cells if c.period == month]
    parts = [
        (c.part, shown(c.value, metric.unit_of(c.part)))
        for c in current
        if c.part and c.cell == "firm" and c.value is not None
    ]
    homes: dict[str, dict[dt.date, Figure]] = defaultdict(dict)
    for cell in cells:
        if cell.cell != "firm" and not cell.part:
            homes[cell.cell][cell.period] = cell
    rows = [_row(names.get(c, c), metric, month, homes[c]) for c in homes if month in homes[c]]
    peers = next((one for one in of_firm(["A1"], [month]) if not one.part), None)
    target = RoomSettings.load().answer_target
    line = _reading(metric, month, firm, _value(peers), target)
    trend = [
        (point.period, shown(point.value, metric.unit) if point.value is not None else "")
        for point in line.line.points
    ]
    rows.sort(key=lambda row: (row.suppressed, row.name))
    counted = [row for row in rows if row.share is not None]
    lowest = min(counted, key=lambda row: row.share or 0) if metric.code == "C8" and counted else None  # fmt: skip
    return Evidence(line, parts, rows, trend, lowest)


def _row(name: str, metric: Metric, month: dt.date, series: dict[dt.date, Figure]) -> Row:
    cell, share = series[month], None
    if metric.unit is Unit.SHARE and cell.value is not None:
        share = round(cell.value * 100)
    line = _line(metric, month, series)
    return Row(
        name=name,
        value=shown(cell.value, metric.unit) if cell.value is not None else "",
        interval=_interval(cell, metric.unit),
        change=change(cell, series.get(following(month, -1))),
        share=share,
        n=cell.n,
        suppressed=cell.suppressed,
        months=[shown(point.value, metric.unit) for point in line.points],
        line=line,
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """The organisation in a month."""

    network: charts.Network
    layers: charts.Layers
    table: list[tuple[str, list[tuple[str, str]]]]
    levels: list[str]
    edges: list[tuple[str, str, int]]


def picture_of(month: dt.date) -> Picture:
    """Departments with ties, and levels against chance. Six queries."""
    tables = figures(["B4", "C1"], [month], part=TABLE)
    names = department_names()
    ties: dict[tuple[str, str], float] = {}
    sizes: dict[str, int] = {}
    hidden = 0
    for cell in [*figures(["C1"], [month]), *(one for one in tables if one.metric == "C1")]:
        one, bar, other = cell.cell.partition("|")
        if not bar and cell.n:
            sizes[one] = cell.n
        elif bar and cell.value is None:
            hidden += 1
        elif bar and cell.value is not None:
            ties[(one, other)] = cell.value
    sizes.pop("firm", None)
    shown_names = {key: names.get(key, key) for key in sizes if key != "department:"}
    for pair in ties:
        shown_names.update({key: names.get(key, key) for key in pair})
    ratios = {tuple(one.cell.split("|")): one.value for one in tables if one.metric == "B4"}
    order = {
        f"level:{pk}": name
        for pk, name in Level.objects.order_by("-rank").values_list("pk", "name")
    }
    used = {key: name for key, name in order.items() if any(key in pair for pair in ratios)}
    known = {(a, b): value for (a, b), value in ratios.items() if value is not None}
    edges = [(names.get(a, a), names.get(b, b), round(n)) for (a, b), n in ties.items()]
    return Picture(
        network=charts.network(shown_names, sizes, ties, hidden),
        layers=charts.layers(used, known, lambda ratio: shown(ratio, Unit.INDEX)),
        table=[
            (name, [_ratio(ratios.get((a, b), ratios.get((b, a)))) for b in used])
            for a, name in used.items()
        ],
        levels=list(used.values()),
        edges=sorted(edges, key=lambda edge: -edge[2]),
    )


def _ratio(value: float | None) -> tuple[str, str]:
    return (charts.heat_of_ratio(value), shown(value, Unit.INDEX) if value is not None else "")


@dataclass(frozen=True, slots=True)
class Heat:
    """Cohorts by month."""

    ages: list[int]
    rows: list[tuple[str, list[tuple[str, str]]]]


def cohort_heat() -> Heat:
    """Share of each cohort that wrote, by months since its first contribution. Two queries."""
    values: dict[dt.date, dict[int, float | None]] = defaultdict(dict)
    for cell in figures(["C5"], part=COHORT):
        first = dt.date.fromisoformat(f"{cell.cell.partition(':')[2]}-01")
        age = (cell.period.year - first.year) * 12 + cell.period.month - first.month
        if age > 0:
            values[first][age] = cell.value
    seen = [age for row in values.values() for age, v in row.items() if v is not None]
    ages = list(range(min(seen), max(seen) + 1)) if seen else []
    rows = [
        (date_format(first, "F Y"), [_heat(row, age) for age in ages])
        for first, row in sorted(values.items())
        if any(value is not None for value in row.values())
    ]
    return Heat(ages, rows)


def _heat(row: dict[int, float | None], age: int) -> tuple[str, str]:
    if age not in row:
        return ("", "")
    value = row[age]
    return (charts.heat(value), shown(value, Unit.SHARE) if value is not None else "–")


@dataclass(frozen=True, slots=True)
class Path:
    """A decision on its way: everybody first, then departments that may be shown."""

    page: Page
    rows: list[tuple[str, list[tuple[str, str]], str, bool]]
    hidden: int


def paths(user: User) -> tuple[list[tuple[Page, list[Path]]], int]:
    """Projects with the paths of their decisions that this person may see, and how many paths have
    too few readers to be shown. Seven queries.

    A path is counted in two months. What was reached once stays reached: names of views are
    forgotten after a month, so a later count may know less.
    """
    found: dict[int, dict[str, dict[str, float | None]]] = {}
    for page, listed in told_paths().items():
        homes: dict[str, dict[str, float | None]] = defaultdict(dict)
        for cell in (cell for released in listed for cell in released.cells):
            value = stored(cell.share) if cell.share else None
            known = [v for v in (homes[cell.group].get(cell.part), value) if v is not None]
            homes[cell.group][cell.part] = max(known, default=None)
        found[page] = homes
    names = department_names()
    pages = list(visible_pages(user, Page.objects.filter(pk__in=found)).order_by("-pk"))
    parents = {page.path[: -Page.steplen] for page in pages}
    projects = {
        page.path: page for page in visible_pages(user, Page.objects.filter(path__in=parents))
    }
    grouped: dict[str, list[Path]] = defaultdict(list)
    hidden = 0
    for page in pages:
        path = _path(page, found[page.pk], names)
        if path.rows and page.path[: -Page.steplen] in projects:
            grouped[page.path[: -Page.steplen]].append(path)
        else:
            hidden += 1
    return [(projects[path], listed) for path, listed in grouped.items()], hidden


def _path(page: Page, homes: dict[str, dict[str, float | None]], names: dict[str, str]) -> Path:
    order = sorted(homes, key=lambda home: (home != "firm", names.get(home, "")))
    rows = [
        (
            names.get(home, home),
            [_step(homes[home], stage) for stage in STAGES],
            *_stop(homes[home]),
        )
        for home in order
        if any(value is not None for value in homes[home].values())
    ]
    return Path(page, rows, len(order) - len(rows))


def _step(stages: dict[str, float | None], stage: str) -> tuple[str, str]:
    """A stage that was counted and may not be shown is no stage that nobody reached."""
    value = stages.get(stage)
    if value is not None:
        return (charts.heat(value), shown(value, Unit.SHARE))
    return ("heat-none", gettext("hidden")) if stage in stages else ("", "–")


def _stop(stages: dict[str, float | None]) -> tuple[str, bool]:
    """The last stage with a number that may be shown, and whether later ones may not be."""
    order = list(STAGES)
    last = max((at for at, stage in enumerate(order) if stages.get(stage)), default=-1)
    later = [stage for stage in order[last + 1 :] if stage in stages and stages[stage] is None]
    return (order[last] if last >= 0 else "", bool(later))
