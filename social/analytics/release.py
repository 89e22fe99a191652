"""The one door through which numbers about groups of people leave the database.

`release` decides with all tables of an event together, audits the answer beside everything that
was published of the event before, writes it down once, and answers the same for ever. Screens,
exports and mails read what is written (`published`).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.queues.queue import Queue
from social.analytics import house
from social.analytics.audit import HARDLY, Moment, named
from social.analytics.models import Enrolment, Population, Release
from social.analytics.shares import (
    ABOUT,
    UNDER,
    Design,
    Published,
    Roster,
    Share,
    coarse_tally,
    decide,
)
from social.analytics.suppression import FIRM, Minimum, Rule

SHOWN, HIDDEN, OFF, WAITING = "shown", "hidden", "off", "waiting"
ANSWER = "answer"  # the table of a tally


@dataclass(frozen=True, slots=True)
class Value:
    """Who did it by now; for what only grows also who had by the release before."""

    did: frozenset[int]
    before: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """What may be told of an event: the only thing that templates and exporters take.

    `state`: shown, hidden (too few people), off (switched off by the house), waiting (nothing
    was published yet).
    """

    state: str
    period: str = ""
    number: int = 1
    cells: tuple[Published, ...] = ()
    created_at: datetime | None = None

    @property
    def whole(self) -> Share | None:
        """The share of everybody who is counted."""
        return next((cell.share for cell in self.cells if not cell.table), None)

    @property
    def is_unchanged(self) -> bool:
        return any(cell.is_unchanged for cell in self.cells if not cell.table)

    @property
    def text(self) -> str:
        """The share of everybody in words."""
        return words(self.whole)

    def table(self, name: str) -> list[Published]:
        """The cells of a table, the largest share first, what is hidden last."""
        cells = [cell for cell in self.cells if cell.table == name]
        return sorted(
            cells, key=lambda c: (c.share is None, -(c.share.middle if c.share else 0), c.group)
        )


def words(share: Share | None) -> str:
    """A share as people read it; a dash where nothing is shown."""
    if share is None:
        return "–"
    if share.kind == ABOUT:
        return _("about %(percent)s %%") % {"percent": share.percent}
    if share.kind == UNDER:
        return _("under %(percent)s %%") % {"percent": share.percent}
    return _("over %(percent)s %%") % {"percent": share.percent}


# Who is counted -------------------------------------------------------------------------------


@transaction.atomic
def enrol(
    event: str, roster: Roster, *, is_named: bool = False, since: datetime | None = None
) -> Enrolment | None:
    """Freeze who is counted for an event. Whoever was enrolled stays; newcomers are enrolled by
    themselves once there are enough of them, else they wait (None). Objections are left out."""
    known = list(Enrolment.objects.filter(event=event).select_related("population"))
    inside = {row[0] for one in known for row in one.population.members}
    new = roster.without(inside | house.objectors())
    if is_named and not any(one.is_named for one in known):
        return _enrol(event, len(known) + 1, new, True, since)
    if (known and len(new) < house.rule().people) or not len(new):
        return None
    return _enrol(event, len(known) + 1, new, is_named, since)


def _enrol(
    event: str, number: int, roster: Roster, is_named: bool, since: datetime | None
) -> Enrolment:
    return Enrolment.objects.create(
        event=event,
        number=number,
        population=store(roster),
        is_named=is_named,
        since=since or timezone.now(),
    )


def store(roster: Roster) -> Population:
    """The row of this list of people, made unless it is there."""
    tables = list(roster.tables)
    columns = [roster.tables[table] for table in tables]
    members = [list(row) for row in zip(roster.people, *columns, strict=True)]
    digest = hashlib.sha256(json.dumps([tables, members]).encode()).hexdigest()
    found, _made = Population.objects.get_or_create(
        digest=digest, defaults={"tables": tables, "members": members, "size": len(members)}
    )
    return found


def roster_in(population: Population) -> Roster:
    """The frozen list of people."""
    columns = list(zip(*population.members, strict=True)) or [()] * (len(population.tables) + 1)
    return Roster(tuple(columns[0]), dict(zip(population.tables, columns[1:], strict=True)))


# What is told of them -------------------------------------------------------------------------


@transaction.atomic
def release(
    event: str,
    period: str,
    population: Enrolment,
    tables: Design,
    value: Value,
    minimum: Minimum = Minimum(),  # noqa: B008 - immutable
) -> Released:
    """Publish shares of an enrolment for a period, once; a second call answers the same.

    The answer is `off` while numbers about groups are switched off: nothing is computed then.
    """
    if house.is_off():
        return Released(OFF, period)
    number = population.number
    known = Release.objects.filter(event=event, period=period, number=number).first()
    if known is not None:
        return _as_released(known)
    chosen = Enrolment.objects.filter(event=event, is_named=True, number__lte=number).exists()
    _leave_out_objectors(population)
    earlier = list(Release.objects.filter(event=event, number=number, is_withdrawn=False))
    roster = roster_in(population.population)
    moment, design = _decide(roster, tables, value, minimum, earlier, house.rule(), is_named=chosen)
    made, _new_row = Release.objects.get_or_create(
        event=event,
        period=period,
        number=number,
        defaults={
            "enrolment": population,
            "design": {
                "tables": list(design.tables),
                "inside": dict(design.inside or {}),
                "changed": moment.is_change_told,
            },
            "cells": [cell.as_json() for cell in moment.cells],
            "audited_at": timezone.now(),
        },
    )
    return _as_released(made)


def _leave_out_objectors(enrolment: Enrolment) -> None:
    """Before anything was told of them, whoever objects leaves the list; later it is frozen."""
    if enrolment.releases.exists():
        return
    roster = roster_in(enrolment.population)
    kept = roster.without(house.objectors())
    if len(kept) < len(roster):
        enrolment.population = store(kept)
        enrolment.save(update_fields=["population"])


def _decide(
    roster: Roster,
    design: Design,
    value: Value,
    minimum: Minimum,
    earlier: Sequence[Release],
    rule: Rule,
    *,
    is_named: bool,
) -> tuple[Moment, Design]:
    """The cells that pass the rules and the audit; tables are given up one by one, the last
    first, where together with what is known they would tell too much."""
    nothing = Moment([Published("", FIRM, None)])
    if is_named or not len(roster):
        return nothing, Design()
    known = [_moment(row) for row in earlier]
    while True:
        cells = decide(roster, value.did, design, rule, minimum)
        moment = _since_last_time(cells, roster, value, known)
        wide = replace(design, tables=_all_tables(design, earlier))
        if not named(roster, wide, [*known, moment]):
            return moment, design
        if not design.tables:
            return nothing, Design()
        design = replace(design, tables=design.tables[:-1])


def _since_last_time(
    cells: list[Published], roster: Roster, value: Value, known: Sequence[Moment]
) -> Moment:
    """The whole keeps its last value while at most four people have been added to it."""
    told = [c.share for moment in known for c in moment.cells if not c.table and c.share]
    if not told or value.before is None:
        return Moment(cells)
    new = sum(one in value.did and one not in value.before for one in roster.people)
    if new > HARDLY:
        return Moment(cells, is_change_told=True)
    whole = Published("", FIRM, told[-1], is_unchanged=True)
    return Moment([whole if not cell.table else cell for cell in cells], is_change_told=False)


def _moment(row: Release) -> Moment:
    return Moment([Published.from_json(cell) for cell in row.cells], row.design.get("changed"))


def _all_tables(design: Design, earlier: Iterable[Release]) -> tuple[str, ...]:
    older = [table for row in earlier for table in row.design.get("tables", [])]
    return tuple(dict.fromkeys([*design.tables, *older]))


@transaction.atomic
def release_tally(event: str, period: str, votes: Mapping[str, int], voters: int) -> Released:
    """Publish how answers are shared among people who gave them without names, once.

    Nobody knows who chose what: there is no roster, and one table that stands by itself.
    """
    if house.is_off():
        return Released(OFF, period)
    rule = house.rule()
    cells = [Published("", FIRM, None)]
    if voters >= rule.people:
        cells += [
            Published(ANSWER, answer, coarse_tally(number, voters, rule.contributors))
            for answer, number in votes.items()
        ]
    made, _new_row = Release.objects.get_or_create(
        event=event,
        period=period,
        number=1,
        defaults={"cells": [cell.as_json() for cell in cells], "audited_at": timezone.now()},
    )
    return _as_released(made)


# Reading --------------------------------------------------------------------------------------


def published(events: Iterable[str]) -> dict[str, list[Released]]:
    """Everything kept of these events, the newest last. Two queries, whatever their number."""
    wanted = list(dict.fromkeys(events))
    if house.is_off():
        return {event: [Released(OFF)] for event in wanted}
    found: dict[str, list[Released]] = defaultdict(list)
    rows = Release.objects.filter(event__in=wanted).order_by("number", "created_at", "pk")
    for row in rows:
        found[row.event].append(_as_released(row))
    return {event: found[event] for event in wanted}


def _as_released(row: Release) -> Released:
    try:
        cells = tuple(Published.from_json(cell) for cell in row.cells)
    except (AttributeError, KeyError, TypeError, ValueError):  # written by hand, or restored badly
        return Released(HIDDEN, row.period, row.number, (), row.created_at)
    if row.is_withdrawn or not any(cell.share for cell in cells):
        return Released(HIDDEN, row.period, row.number, (), row.created_at)
    return Released(SHOWN, row.period, row.number, cells, row.created_at)


# Looking again --------------------------------------------------------------------------------


def audit_all(tell: Callable[[Release], None] = lambda row: None) -> int:
    """Ask of every event whether all that is kept of it tells too much; withdraw what does.

    Returns how many releases were withdrawn. Each event is a unit of its own: one that cannot be
    read is set aside, and no screen shows it either.
    """
    withdrawn: list[int] = []
    events = Release.objects.filter(is_withdrawn=False).order_by().values_list("event", "number")

    def audit(one: tuple[str, int]) -> None:
        withdrawn.append(_audit(*one, tell))

    AUDITING.each(list(events.distinct()), audit, key=lambda one: f"{one[1]}:{one[0]}")
    return sum(withdrawn)


def _audit_again(key: str) -> None:
    number, _colon, event = key.partition(":")
    if number.isdecimal():
        _audit(event, int(number))


AUDITING = Queue("ledger", gettext_lazy("Checking published numbers by night"), again=_audit_again)


def _audit(event: str, number: int, tell: Callable[[Release], None] = lambda row: None) -> int:
    rows = list(
        Release.objects.filter(event=event, number=number, is_withdrawn=False)
        .select_related("enrolment__population")
        .order_by("created_at", "pk")
    )
    if not rows or rows[0].enrolment is None:
        return 0
    roster = roster_in(rows[0].enrolment.population)
    kept: list[Release] = []
    for row in rows:
        row.audited_at = timezone.now()
        design = Design(_all_tables(Design(), [*kept, row]), row.design.get("inside"))
        row.is_withdrawn = named(roster, design, [_moment(one) for one in [*kept, row]])
        row.save(update_fields=["audited_at", "is_withdrawn"])
        if row.is_withdrawn:
            tell(row)
        else:
            kept.append(row)
    return len(rows) - len(kept)
