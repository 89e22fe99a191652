"""The one door through which numbers about groups of people leave the database.

`release` decides with all tables of an event together, audits the answer beside everything that
was published of the event before, writes it down once, and answers the same for ever. Screens,
exports and mails read what is written (`published`).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from social.analytics import house
from social.analytics.audit import HARDLY, Moment, named
from social.analytics.figures import DEPARTMENT, Figures, Ratio
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
from social.analytics.together import Month, Told, named_together

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
        """Whether the whole has hardly changed since it was told last."""
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


def enrol_anew(event: str, number: int, roster: Roster) -> Enrolment:
    """Who is counted in one of several closed periods, each of which tells of its own acts only;
    whoever was there in the period before is counted again. Frozen at the first call."""
    known = Enrolment.objects.filter(event=event, number=number).select_related("population")
    return known.first() or _enrol(event, number, roster, False, None)


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
    value: Value | Figures,
    minimum: Minimum = Minimum(),  # noqa: B008 - immutable
) -> Released:
    """Publish numbers about an enrolment for a period, once; a second call answers the same.

    The answer is `off` while numbers about groups are switched off: nothing is computed then.
    `Figures` bring tables and minimum of their own.
    """
    if house.is_off():
        return Released(OFF, period)
    if isinstance(value, Figures):
        return release_together(period, population, {event: value})[event]
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
    known = [moment_of(row) for row in earlier]
    while True:
        cells = decide(roster, value.did, design, rule, minimum)
        moment = _since_last_time(cells, roster, value, known)
        wide = replace(design, tables=all_tables(design, earlier))
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


def moment_of(row: Release) -> Moment:
    return Moment([Published.from_json(cell) for cell in row.cells], row.design.get("changed"))


def all_tables(design: Design, earlier: Iterable[Release]) -> tuple[str, ...]:
    older = [table for row in earlier for table in row.design.get("tables", [])]
    return tuple(dict.fromkeys([*design.tables, *older]))


@transaction.atomic
def release_together(
    period: str, population: Enrolment, figures: Mapping[str, Figures]
) -> dict[str, Released]:
    """Publish all numbers about the people of a closed period, by event, as `release` does each.

    They are audited with each other and with what was told of the period before. Where they tell
    too much, the tables of the last are given up first, then it as a whole. A constant number of
    queries.
    """
    if house.is_off():
        return {event: Released(OFF, period) for event in figures}
    earlier = months_before(population)
    rows = list(population.releases.filter(is_withdrawn=False))
    kept = [told_by(row) for row in rows]
    known = Release.objects.filter(event__in=figures, period=period, number=population.number)
    answers = {row.event: row for row in known}
    rule, roster = house.rule(), roster_in(population.population)
    new = {
        event: Told(value.published(rule), value.ratios)
        for event, value in figures.items()
        if event not in answers
    }
    for event, told in _audited(new, kept, roster, earlier).items():
        ratios = {part: ratio.as_json() for part, ratio in told.ratios.items()}
        answers[event] = Release(
            event=event,
            period=period,
            number=population.number,
            enrolment=population,
            design={"tables": [DEPARTMENT], "ratios": ratios},
            cells=[cell.as_json() for cell in told.cells],
            audited_at=timezone.now(),
        )
    Release.objects.bulk_create(
        [row for row in answers.values() if row.pk is None], ignore_conflicts=True
    )
    return {event: _as_released(answers[event]) for event in figures}


def _audited(
    new: Mapping[str, Told], kept: Sequence[Told], roster: Roster, earlier: Sequence[Month]
) -> dict[str, Told]:
    """What of these passes the audit together with what was told before."""
    if not named_together([*earlier, Month(roster, [*kept, *new.values()])]):
        return dict(new)
    passed: dict[str, Told] = {}
    for event, told in new.items():
        for fewer in (_whole_of, _nothing_of):
            if not named_together([*earlier, Month(roster, [*kept, *passed.values(), told])]):
                break
            told = replace(told, cells=fewer(told.cells))
        passed[event] = told
    return passed


def _whole_of(cells: Sequence[Published]) -> list[Published]:
    return [cell.hidden if cell.table else cell for cell in cells]


def _nothing_of(cells: Sequence[Published]) -> list[Published]:
    return [cell.hidden for cell in cells]


def months_before(population: Enrolment) -> list[Month]:
    """What was told of the period before this one: its people are partly the same."""
    found = Enrolment.objects.filter(event=population.event, number=population.number - 1)
    return [
        Month(
            roster_in(one.population),
            [told_by(row) for row in one.releases.filter(is_withdrawn=False)],
        )
        for one in found.select_related("population")
    ]


def told_by(row: Release) -> Told:
    """A release of `Figures` as it was told."""
    ratios = row.design.get("ratios", {})
    cells = [Published.from_json(cell) for cell in row.cells]
    return Told(cells, {part: Ratio(*names) for part, names in ratios.items()})


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


def published(
    events: Iterable[str], periods: Iterable[str] | None = None
) -> dict[str, list[Released]]:
    """Everything kept of these events, or what of it is of these periods, the newest last.

    Two queries, whatever their number.
    """
    wanted = list(dict.fromkeys(events))
    if house.is_off():
        return {event: [Released(OFF)] for event in wanted}
    found: dict[str, list[Released]] = defaultdict(list)
    rows = Release.objects.filter(event__in=wanted).order_by("number", "created_at", "pk")
    if periods is not None:
        rows = rows.filter(period__in=list(periods))
    for row in rows:
        found[row.event].append(_as_released(row))
    return {event: found[event] for event in wanted}


def _as_released(row: Release) -> Released:
    try:
        cells = tuple(Published.from_json(cell) for cell in row.cells)
    except (AttributeError, KeyError, TypeError, ValueError):  # written by hand, or restored badly
        return Released(HIDDEN, row.period, row.number, (), row.created_at)
    if row.is_withdrawn or not any(cell.is_shown for cell in cells):
        names = tuple(cell.hidden for cell in cells) if "ratios" in row.design else ()
        return Released(HIDDEN, row.period, row.number, names, row.created_at)
    return Released(SHOWN, row.period, row.number, cells, row.created_at)
