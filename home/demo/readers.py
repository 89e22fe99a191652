"""How people of the demo company read: unequally, by interest, on working days.

Shapes follow what is known of company networks: a few read much and many little (log-normal),
people read their own department and place more than others, and attention to news fades in days
while guides are opened for years.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from social.people.models import User

from .content import ZONE

LEVEL_INTEREST = {10: 1.15, 20: 0.9, 30: 1.0, 40: 1.1, 50: 1.35, 60: 1.3, 70: 1.0}
SHIFT_HOURS = (6, 7, 9, 10, 13, 14, 15, 17, 21)
OFFICE_HOURS = (7, 8, 8, 9, 9, 10, 11, 12, 13, 14, 15, 16)
WEEKEND_SHARE = 0.12
NEWCOMER_DAYS = 60


@dataclass
class Reader:
    """A person's habits: how much they read and react, and when."""

    user: User
    start: date
    interest: float
    warmth: float
    hours: tuple[int, ...]
    branch: str  # path of the top department
    place: int
    language: str = "pl"
    seen: dict[int, datetime] = field(default_factory=dict)  # page id to the first view


def readers_of(people: list[User], rng: Random) -> list[Reader]:
    """Habits for everybody; the same seed gives the same habits."""
    found = []
    for user in people:
        level = user.level.rank if user.level else 20
        at_machine = bool(user.department and user.department.path.startswith(_plant(people)))
        interest = rng.lognormvariate(-0.35, 0.75) * LEVEL_INTEREST.get(level, 1.0)
        found.append(
            Reader(
                user=user,
                start=user.start_date or date(2000, 1, 1),
                interest=min(interest * (0.75 if at_machine else 1.0), 4.0),
                warmth=min(rng.lognormvariate(-2.2, 0.9), 0.9),
                hours=SHIFT_HOURS if at_machine else OFFICE_HOURS,
                branch=user.department.path[:4] if user.department else "",
                place=user.location_id or 0,
                language=user.language or "pl",
            )
        )
    return found


def _plant(people: list[User]) -> str:
    for user in people:
        if user.department and user.department.name == "Produkcja":
            return str(user.department.path)
    return "none"


def affinity(reader: Reader, author: Reader | None, language: str | None) -> float:
    """How near a page is to a reader, by its author and the languages it exists in."""
    near = 1.0
    if author is not None:
        near *= 1.9 if reader.branch == author.branch else 0.8
        near *= 1.3 if reader.place == author.place else 0.9
    if language is not None and language != reader.language:
        near *= 0.35 if language == "en" else 0.12
    return near


def attention(rng: Random, at: datetime, mean_days: float, reader: Reader) -> datetime:
    """A moment after `at`, fading with `mean_days`, in this person's hours of a working day."""
    day = (at + timedelta(days=rng.expovariate(1 / mean_days))).astimezone(ZONE).date()
    return on_day(rng, day, reader, not_before=at)


def on_day(rng: Random, day: date, reader: Reader, not_before: datetime | None = None) -> datetime:
    """A moment of that day, or of Monday when it is a weekend and the person keeps to weekdays."""
    if day.weekday() >= 5 and rng.random() > WEEKEND_SHARE:
        day += timedelta(days=7 - day.weekday())
    hour = rng.choice(reader.hours)
    moment = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), ZONE)
    if not_before is not None and moment <= not_before:
        moment = not_before + timedelta(minutes=rng.randint(4, 190))
    return moment


def poisson(rng: Random, mean: float) -> int:
    """How often something happens that happens `mean` times on average."""
    if mean <= 0:
        return 0
    limit, product, count = math.exp(-min(mean, 40)), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
