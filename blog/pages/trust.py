"""How far search may rely on a page: an app above knows, where one is installed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Page

UNKNOWN = 0.5


@dataclass(frozen=True)
class Judge:
    """`authority(page)` from 0 to 1; `reviewed_on(pages)`: translation key → day of the last review."""

    authority: Callable[[Page], float]
    reviewed_on: Callable[[Iterable[Page]], dict[Any, date | None]]


_judges: list[Judge] = []


def register(judge: Judge) -> None:
    _judges.append(judge)


def authority_of(page: Page) -> float:
    return next((judge.authority(page) for judge in _judges), UNKNOWN)


def reviewed_on(pages: Iterable[Page]) -> dict[Any, date | None]:
    pages = list(pages)
    return {key: day for judge in _judges for key, day in judge.reviewed_on(pages).items()}
