"""The evaluation as a page of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from social.analytics.evaluation.report import Result
from social.analytics.metrics import METRICS
from social.analytics.metrics.registry import Unit

_WAYS = {
    "planned": "planned team",
    "contacts": "most contacts",
    "volume": "most active",
    "betweenness": "betweenness",
    "random": "random draw",
}
_BAND = {
    "top_tenth": "top 10 %",
    "top_quarter": "top quarter",
    "middle_half": "middle half",
    "other": "other",
    "unknown": "-",
}


def as_text(result: Result) -> str:
    """What `community-eval` prints."""
    data = result.as_dict()
    lines = [*_head(data), "", *_metrics(data), "", *_people(data), *_team(data), ""]
    notes = [f"Note: {note}" for note in data["notes"]]
    return "\n".join([*lines, *_coverage(data), "", *_self_check(data), *notes])


def _head(data: dict[str, Any]) -> Iterator[str]:
    log, gate = data["log"], data["gate"]
    yield (
        f"{log['people']} people, {log['departments']} departments, "
        f"levels: {', '.join(log['levels']) or 'none'}"
    )
    yield (
        f"{log['rows']} rows: {log['personal_acts']} personal acts, "
        f"{log['announcements_dropped']} to more than ten people or oneself, "
        f"{log['unknown_people_dropped']} with unlisted people, "
        f"{log['unreadable_rows']} unreadable, {log['repeated_rows_dropped']} repeated, "
        f"{log['stray_moments_dropped']} with a date far from all others"
    )
    overview = data["overview"]
    yield (
        f"Last window of {data['window_days']:g} days: {overview['active_people']} active people, "
        f"{overview['mutual_contacts_per_person']:.1f} mutual contacts per person, "
        f"{_number(overview['directions_answered'], Unit.SHARE)} of directions answered"
    )
    state = "open" if gate["open"] else "CLOSED (needs 100 active people and a median of 40)"
    yield f"Ambassador finder: {state}; median interactions {gate['median']:g}"


def _metrics(data: dict[str, Any]) -> Iterator[str]:
    yield "METRICS (the firm; departments that may be shown in brackets)"
    for code, metric in METRICS.items():
        if code in data["not_possible"]:
            yield f"{code} {metric.title}: not possible, needs {data['not_possible'][code]}"
            continue
        cells = data["metrics"][code]
        firm = [cell for cell in cells if cell["cell"] == "firm"]
        if not firm:
            yield f"{code} {metric.title}: not possible with this log"
        for cell in firm:
            name = metric.title + (f" ({cell['part']})" if cell["part"] else "")
            homes = [c for c in cells if c["part"] == cell["part"] and c["cell"].startswith("dep")]
            shown = sum(not home["suppressed"] for home in homes)
            extra = f" [{shown} of {len(homes)}]" if homes else ""
            yield f"{code} {name}: {_value(cell, metric.unit_of(cell['part']))}{extra}"
    yield "Questions and answers are stood in for by messages and the next message back."


def _value(cell: dict[str, Any], unit: Unit) -> str:
    if cell["suppressed"] or cell["value"] is None:
        return "hidden (too few people or one dominates)"
    text = _number(cell["value"], unit)
    if cell["low"] is not None:
        text += f" ({_number(cell['low'], unit)} to {_number(cell['high'], unit)})"
    return text


def _number(value: float | None, unit: Unit) -> str:
    if value is None:
        return "-"
    if unit is Unit.SHARE:
        return f"{value:.0%}"
    return f"{value:.1f} h" if unit is Unit.HOURS else f"{value:.2f}"


def _people(data: dict[str, Any]) -> Iterator[str]:
    if not data["volunteers"]:
        return
    yield f"VOLUNTEERS ({len(data['volunteers'])}), in the order of the list, not ranked"
    yield "  id: a broad network | d writes back | e engages levels | f open paths | interactions"
    for person in data["volunteers"]:
        bands = person["bands"]
        told = " | ".join(_BAND[bands[key]] for key in ("a", "d", "e", "f"))
        yield f"  {person['id']}: {told} | {person['interactions']}"
    yield ""


def _team(data: dict[str, Any]) -> Iterator[str]:
    team = data["team"]
    yield f"TEAM of {len(team['members'])}, planned on the last window"
    yield f"  Expected to reach {_number(team['expected_coverage'], Unit.SHARE)} of active people"
    for member, gain, loss in zip(team["members"], team["gains"], team["losses"], strict=True):
        yield f"  {member}: adds {gain:.1%}; if this person leaves, {loss:.1%} is lost"
    for level, share in team["by_level"].items():
        yield f"  level {level}: {_number(share, Unit.SHARE)}"
    if team["contacts_do_as_well"]:
        yield "  For five people or fewer in a large firm, most contacts does as well."


def _coverage(data: dict[str, Any]) -> Iterator[str]:
    found = data["next_window_coverage"]
    if found is None:
        return
    yield (
        f"NEXT-WINDOW COVERAGE of {found['size']} "
        f"(mean of {data['windows_replayed']} replayed windows; share of active people "
        "with a mutual contact in the team)"
    )
    for way, name in _WAYS.items():
        yield f"  {name:<14}{_share(found[way])}"
    limited = _share(data["next_window_coverage_constrained"]["planned"])
    yield f"  planned with at most two per department and every level: {limited}"
    judged = [way for way in _WAYS if way != "planned" and found[way] is not None]
    if found["planned"] is None or not judged:
        yield "  Nothing to compare: nobody was active in a replayed window."
        return
    best = max(judged, key=lambda way: found[way])
    if found["planned"] >= found[best]:
        yield "  Choosing a set did at least as well as every simple way."
    else:
        yield f"  Choosing a set did NOT beat {_WAYS[best]} here."


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _self_check(data: dict[str, Any]) -> Iterator[str]:
    check = data["self_check"]
    if not check:
        return
    yield "SELF-CHECK: rank correlation with next-window contacts at other levels"
    yield f"  same count carried forward {_r(check['carry_forward'])}"
    yield f"  number of contacts         {_r(check['degree'])}"
    yield f"  criterion e (per 50)       {_r(check['criterion_e'])}"
    yield "  and with next-window groups met per 50 interactions"
    yield f"  number of contacts         {_r(check['adjusted_degree'])}"
    yield f"  criterion e (per 50)       {_r(check['adjusted_criterion_e'])}"
    carry, ours = check["carry_forward"], check["criterion_e"]
    if carry is not None and ours is not None and ours <= carry:
        yield "  The criterion does not foretell reach better than carrying it forward."
    shares = ", ".join(f"{chance:.2f}" for chance in data["tie_persistence"])
    yield f"  ties lasting by the weaker direction's count 1..6+: {shares}"


def _r(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
