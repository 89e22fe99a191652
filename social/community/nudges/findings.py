"""What a rule finds, and the list of rules."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

HELD_OUT_RULES = frozenset({"N1", "N2", "N3", "N4"})
ONE_IN = 10
BUDDY = "buddy:"  # keys of hints to those who look after a newcomer
_PERIOD = re.compile(r":\d{4}-(Q[1-4]|\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs a hand; `recipients` get a hint, `queue` puts it before the manager."""

    rule: str
    key: str
    page_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    recipients: tuple[int, ...] = ()
    queue: bool = True
    due_on: dt.date | None = None

    @property
    def held_out(self) -> bool:
        """One finding in ten is only watched, so that the effect of hints can be told.

        Decided by the thing itself, not by the rule: a question held out of the first hint is
        held out of the second as well.
        """
        if self.rule not in HELD_OUT_RULES:
            return False
        thing = self.key.removeprefix(BUDDY)
        digest = hashlib.sha256(f"hold-out:{thing}".encode()).digest()
        return digest[0] * 256 + digest[1] < 65_536 // ONE_IN


def stem(key: str) -> str:
    """What a key is about, without the month, quarter or week that caps how often it comes."""
    return _PERIOD.sub("", key)


Rule = Callable[[dt.datetime], Iterable[Finding]]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register a rule under its code; other rooms may register theirs."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register
