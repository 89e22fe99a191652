"""Who exchanged words with whom in the demo company, beyond what can be read on its pages.

As after the import of a log: each event says who spoke to whom and when, and holds no text.
Without it, thirteen months of a hundred and fifty people would be too thin to count anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from social.activity.models import Event, Verb
from social.people.models import User

MONTHS = 13
ACTS_A_MONTH = 13
ASKING, THANKED = 0.16, 0.45
BATCH = 2000


def write_exchange(people: list[User], rng: Random) -> int:
    """Thirteen months of acts and replies; leaders answer more often as time goes on."""
    now = timezone.now()
    circles = _circles(people, rng)
    rows: list[Event] = []
    for person in people:
        energy = rng.lognormvariate(-0.1, 0.45) * person.working_time / 100
        for _ in range(round(MONTHS * ACTS_A_MONTH * energy)):
            at = _working_moment(now - timedelta(days=rng.random() * MONTHS * 30.4), rng)
            if person.start_date and at.date() < person.start_date:
                continue
            other = rng.choice(circles[person.pk])
            if at < now and not (other.start_date and at.date() < other.start_date):
                rows += _talk(person, other, at, now, rng)
    Event.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _circles(people: list[User], rng: Random) -> dict[int, list[User]]:
    """Each person's colleagues, the near ones several times over; symmetric."""
    circles: dict[int, list[User]] = {person.pk: [] for person in people}
    by_id = {person.pk: person for person in people}
    homes: dict[int | None, list[User]] = {}
    for person in people:
        homes.setdefault(person.department_id, []).append(person)
    board = [person for person in people if person.level and person.level.is_board]

    def bind(one: User, other: User, times: int) -> None:
        if one.pk != other.pk:
            circles[one.pk] += [other] * times
            circles[other.pk] += [one] * times

    for person in people:
        for _ in range(3):
            bind(person, rng.choice(homes[person.department_id]), rng.choice((3, 4, 6)))
        for _ in range(rng.choice((1, 2, 2, 4))):
            bind(person, rng.choice(people), rng.choice((1, 2, 3)))
        if person.manager_id in by_id:
            bind(person, by_id[person.manager_id], 4)
        if board and rng.random() < 0.35:
            bind(person, rng.choice(board), 2)
    return circles


def _talk(one: User, other: User, at: datetime, now: datetime, rng: Random) -> list[Event]:
    """An act, perhaps a question, and perhaps the reply."""
    asks = rng.random() < ASKING
    rows = [_event(one, Verb.ASKED if asks else Verb.REPLIED, other, at)]
    leads = bool(other.level and other.level.is_board)
    age = (now - at).days / (MONTHS * 30.4)
    chance = (0.72 - 0.28 * age) if leads else 0.74
    if rng.random() < chance + (0.1 if asks else 0):
        hours = rng.lognormvariate(1.1 + (0.8 if leads else 0), 1.2)
        back = _working_moment(at + timedelta(hours=hours), rng)
        if at < back < now:
            rows.append(_event(other, Verb.REPLIED, one, back, {"answers": True} if asks else {}))
            thanks = back + timedelta(hours=rng.random() * 30)
            if asks and rng.random() < THANKED and thanks < now:
                rows.append(_event(one, Verb.ANSWER_ACCEPTED, other, thanks))
    return rows


def _working_moment(at: datetime, rng: Random) -> datetime:
    """The same or the next working day, in office hours."""
    local = timezone.localtime(at)
    while local.weekday() > 4:
        local += timedelta(days=1)
    if not 8 <= local.hour < 16:
        local = local.replace(hour=rng.randrange(8, 16))
        if local < at:
            local += timedelta(days=3 if local.weekday() == 4 else 1)
    return local


def _event(
    actor: User, verb: Verb, target: User, at: datetime, data: dict[str, bool] | None = None
) -> Event:
    return Event(
        actor=actor,
        verb=verb,
        target=target,
        actor_department_id=actor.department_id,
        actor_level_id=actor.level_id,
        audience_size=1,
        data=data or {},
        day=timezone.localdate(at),
        created_at=at,
    )
