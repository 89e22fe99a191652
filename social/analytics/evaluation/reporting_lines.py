"""Levels and departments from who reports to whom, where a list of people does not name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

TOP, MIDDLE, OTHERS = "executive", "manager", "employee"


def depth_of(key: str, boss: Mapping[str, str | None]) -> int:
    """Steps up to whoever has no manager; a circle ends where it closes."""
    return len(_line(key, boss)) - 1


def _line(key: str, boss: Mapping[str, str | None]) -> list[str]:
    """The person and everybody above, from below."""
    line, seen = [key], {key}
    while (above := boss.get(line[-1])) and above not in seen and above in boss:
        line.append(above)
        seen.add(above)
    return line


def levels(keys: Sequence[str], boss: Mapping[str, str | None]) -> list[str | None]:
    """Who has reports is a manager; at the top or one step below, an executive."""
    reports = Counter(above for above in boss.values() if above)
    return [
        OTHERS if not reports[key] else TOP if depth_of(key, boss) < 2 else MIDDLE for key in keys
    ]


def branches(keys: Sequence[str], boss: Mapping[str, str | None]) -> list[str | None]:
    """The branch below the top that each person is in; the top itself is its own."""
    result: list[str | None] = []
    for key in keys:
        line = _line(key, boss)
        result.append(f"branch of {line[-2] if len(line) > 1 else line[-1]}")
    return result
