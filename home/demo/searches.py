"""What people of the demo company looked for, with what came of it. Without names, as in real life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from search.page.log import marker_of
from search.page.models import Asked, Synonym, normalised
from social.people.models import User

DAYS = 90
WORKING_DAYS = 5


class Habit(NamedTuple):
    """One query as it was typed, and how it fares."""

    text: str
    per_day: float  # people who ask it on a working day
    hits: int
    opened: float  # share of those who open a hit
    growth: float = 1.0  # how much more often it is asked at the end than at the start


HABITS = (
    Habit("urlop", 2.6, 14, 0.8),
    Habit("ksef", 2.2, 17, 0.75, 2.5),
    Habit("delegacje", 1.6, 9, 0.8),
    Habit("vpn", 1.4, 5, 0.85),
    Habit("karta sportowa", 1.1, 6, 0.7),
    Habit("reklamacja", 1.0, 12, 0.7),
    Habit("święta", 0.9, 4, 0.8, 6.0),
    Habit("drukarka etykiet", 0.8, 5, 0.75),
    Habit("parking", 0.7, 6, 0.6),
    Habit("premia", 0.7, 5, 0.55, 1.8),
    Habit("lambda", 0.6, 7, 0.8),
    Habit("iso 27001", 0.6, 11, 0.7, 1.5),
    Habit("holiday", 0.4, 6, 0.7),
    # Found, but not what people wanted.
    Habit("faktura korygująca", 0.5, 8, 0.0, 1.6),
    Habit("umowa na zastępstwo", 0.3, 5, 0.0),
    # What nobody has written yet.
    Habit("okulary", 0.7, 0, 0.0, 1.4),
    Habit("multisport", 0.5, 0, 0.0, 2.0),
    Habit("PIT-2", 0.4, 0, 0.0),
    Habit("mobbing", 0.2, 0, 0.0),
)

# What a community manager has already seen to.
SYNONYMS = (
    "L4, zwolnienie lekarskie, chorobowe",
    "urlop, wakacje, holiday, vacation",
    "delegacja, wyjazd służbowy, business trip",
)
RECOMMENDED = (("ksef", "ksef-faktury", "Wszystko o fakturach w jednym miejscu."),)


def steer(pages: Mapping[tuple[str, str], Page]) -> None:
    """Synonyms and recommended pages. `pages` by the names and languages of their texts."""
    Synonym.objects.bulk_create(Synonym(words=words) for words in SYNONYMS)
    for text, name, why in RECOMMENDED:
        if page := pages.get((name, "pl")):
            SearchPromotion.objects.create(
                query=Query.get(text), page=page, description=why, sort_order=0
            )


def look_for(people: list[User], rng: Random, now: datetime) -> int:
    """Fill the log of searches for the last days; returns its rows. Deterministic for a seed."""
    rows = []
    for back in range(DAYS, 0, -1):
        day = (now - timedelta(days=back)).date()
        if day.isoweekday() > WORKING_DAYS:
            continue
        for habit in HABITS:
            grown = 1 + (habit.growth - 1) * (DAYS - back) / DAYS
            rate = habit.per_day * grown * 2 / (1 + habit.growth)
            count = int(rate) + (rng.random() < rate % 1)
            rows += [
                _asked(habit, person, day, rng)
                for person in rng.sample(people, min(count, len(people)))
            ]
    Asked.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _asked(habit: Habit, person: User, day: date, rng: Random) -> Asked:
    query = normalised(habit.text)
    return Asked(
        day=day,
        query=query,
        text=habit.text,
        marker=marker_of(person, query),
        language=person.language or "pl",
        times=1 + (rng.random() < 0.2),
        hits=habit.hits,
        clicks=int(rng.random() < habit.opened),
    )
