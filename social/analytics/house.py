"""What the house has decided about numbers, asked by every release.

The room that holds the settings lies above this app: it registers its answers here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from social.analytics.analysis.working_time import WorkingTime
from social.analytics.models import Objection
from social.analytics.suppression import LEGAL_CONTRIBUTORS, LEGAL_DOMINANCE, LEGAL_PEOPLE, Rule


@dataclass
class House:
    """The answers of those who know; each may make the rule stricter, none looser."""

    rules: list[Callable[[], Rule]] = field(default_factory=list)
    switches: list[Callable[[], bool]] = field(default_factory=list)
    depths: list[Callable[[], int]] = field(default_factory=list)
    merged_names: list[Callable[[], str]] = field(default_factory=list)
    leading: list[Callable[[], int | None]] = field(default_factory=list)
    calendars: list[Callable[[], WorkingTime]] = field(default_factory=list)


HOUSE = House()


def rule() -> Rule:
    """The strictest of the setting of the installation and what the room has decided."""
    installed = Rule(people=max(LEGAL_PEOPLE, int(settings.RYNEK_GROUP_MINIMUM)))
    answers = [installed, *(ask() for ask in HOUSE.rules)]
    return Rule(
        max([LEGAL_PEOPLE, *(answer.people for answer in answers)]),
        max([LEGAL_CONTRIBUTORS, *(answer.contributors for answer in answers)]),
        min([LEGAL_DOMINANCE, *(answer.dominance for answer in answers)]),
    )


def objectors() -> set[int]:
    """People who do not want to be counted."""
    return set(Objection.objects.values_list("person_id", flat=True))


def is_off() -> bool:
    """Whether the works council, or the house, has switched numbers about groups off."""
    return not all(ask() for ask in HOUSE.switches)


def merged_name() -> str:
    """What the house calls the group of its small departments; empty where it has not said."""
    return next((name for ask in HOUSE.merged_names if (name := ask())), "")


def depth() -> int:
    """At which depth of the tree departments are compared; 0 where the house has not said."""
    return next((chosen for ask in HOUSE.depths if (chosen := ask())), 0)


def leaders_from() -> int | None:
    """The rank from which people count as leaders; None where the house has not said."""
    return next((rank for ask in HOUSE.leading if (rank := ask()) is not None), None)


def working_time() -> WorkingTime:
    """When people work here, with the holidays of the years that matter."""
    return next((ask() for ask in HOUSE.calendars), WorkingTime())
