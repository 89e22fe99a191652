"""Facts that only an app above knows, such as who is an ambassador: it brings them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from social.analytics.analysis.roster import Roster
from social.analytics.metrics.facts import Facts
from social.analytics.period import Period

Source = Callable[[Roster, Period], Any]
SOURCES: dict[str, Source] = {}


def bring(fact: str, source: Source) -> None:
    """Answer for a field of `Facts` from an app above. Called once, when that app is ready.

    Raises ValueError when there is no such field.
    """
    if fact not in {field.name for field in fields(Facts)}:
        raise ValueError(f"Facts have no {fact}")
    SOURCES[fact] = source


def brought(roster: Roster, period: Period) -> dict[str, Any]:
    """What apps above know of the period, by the name of the field."""
    return {fact: source(roster, period) for fact, source in SOURCES.items()}
