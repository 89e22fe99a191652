"""The nightly look at everything that was ever published: what names somebody is withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.analytics.audit import named
from social.analytics.models import Enrolment, Release
from social.analytics.release import all_tables, moment_of, months_before, roster_in, told_by
from social.analytics.shares import Design, Roster
from social.analytics.together import Month, Told, named_together

Tell = Callable[[Release], None]


def audit_all(tell: Tell = lambda row: None) -> int:
    """Ask of everybody who was ever counted whether all that is kept of them tells too much.

    Returns how many releases were withdrawn. Each enrolment is a unit of its own: one that cannot
    be read is set aside, and no screen shows it either.
    """
    withdrawn: list[int] = []
    told_of = Release.objects.filter(is_withdrawn=False, enrolment__isnull=False)
    rows = Enrolment.objects.filter(pk__in=told_of.values("enrolment")).order_by("event", "number")

    def audit(row: Enrolment) -> None:
        withdrawn.append(_audit(row, tell))

    AUDITING.each(rows.select_related("population").iterator(), audit)
    return sum(withdrawn)


def _audit(enrolment: Enrolment, tell: Tell = lambda row: None) -> int:
    """What was told first stays, as far as it can."""
    rows = list(
        Release.objects.filter(enrolment=enrolment, is_withdrawn=False).order_by("created_at", "pk")
    )
    roster = roster_in(enrolment.population)
    # Of a page things are told that only grow; of a month many things, each by its own event.
    is_of_a_month = any(row.event != enrolment.event for row in rows)
    passes = _passes_in_a_month(enrolment, roster) if is_of_a_month else _passes_growing(roster)
    kept: list[Release] = []
    if is_of_a_month and passes(rows):
        kept = rows
    for row in rows if not kept else []:
        row.is_withdrawn = not passes([*kept, row])
        if row.is_withdrawn:
            row.save(update_fields=["is_withdrawn"])
            tell(row)
        else:
            kept.append(row)
    Release.objects.filter(pk__in=[row.pk for row in rows]).update(audited_at=timezone.now())
    return len(rows) - len(kept)


def _passes_growing(roster: Roster) -> Callable[[list[Release]], bool]:
    def passes(rows: list[Release]) -> bool:
        design = Design(all_tables(Design(), rows), rows[-1].design.get("inside"))
        return not named(roster, design, [moment_of(row) for row in rows])

    return passes


def _passes_in_a_month(enrolment: Enrolment, roster: Roster) -> Callable[[list[Release]], bool]:
    earlier = months_before(enrolment)
    known: dict[int, Told] = {}

    def told(row: Release) -> Told:
        return known.setdefault(row.pk, told_by(row))

    def passes(rows: list[Release]) -> bool:
        return not named_together([*earlier, Month(roster, [told(row) for row in rows])])

    return passes


def _audit_again(key: str) -> None:
    if key.isdecimal():
        for row in Enrolment.objects.select_related("population").filter(pk=int(key)):
            _audit(row)


AUDITING = Queue("ledger", _("Checking published numbers by night"), again=_audit_again)
