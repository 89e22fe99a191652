"""What `rynek check` says about the rules of the queue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from social.community.queue.rule import LONGEST_NAME, RULES, Rule


def rules_are_whole(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Every rule has each of its parts: its lines and hints would stay silent otherwise."""
    return [error for rule in RULES.values() for error in _errors(rule)]


def _errors(rule: Rule) -> Iterator[CheckMessage]:
    missing = rule.missing()
    if missing:
        yield Error(
            f"The rule “{rule.name}” of the community's queue lacks: {', '.join(missing)}.",
            hint="docs/developers/community.md says what a rule consists of.",
            id="community.E001",
        )
    if not 0 < len(rule.name) <= LONGEST_NAME:
        yield Error(
            f"The name of the rule “{rule.name}” must have 1 to {LONGEST_NAME} characters.",
            id="community.E002",
        )
