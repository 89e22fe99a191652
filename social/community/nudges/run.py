"""Apply the rules: new items and hints, what has settled, and who acted."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from social.activity.models import Event
from social.community.models import Item, Mute, Nudge, Objection, RoomSettings
from social.community.nudges import follow_ups, groups, neighbours, questions
from social.community.nudges.findings import ABOUT_PEOPLE, RULES, Finding
from social.community.record import events
from social.people.models import User

__all__ = ["follow_ups", "groups", "neighbours", "questions", "run"]

DUE_DAYS = 3
TWICE_EVER = 2


def run(now: dt.datetime | None = None) -> dict[str, int]:
    """All rules once; returns new hints and items by rule. Running again adds nothing."""
    now = now or timezone.now()
    on = RoomSettings.load().people_parts
    new: Counter[str] = Counter()
    for code, find in RULES.items():
        if code in ABOUT_PEOPLE and not on:
            continue
        findings = list(find(now))
        with transaction.atomic():
            new[code] += _hint(findings, now) + _queue(findings, now)
            _settle(code, findings, now)
    _note_acts(now)
    return dict(new)


def _queue(findings: list[Finding], now: dt.datetime) -> int:
    items = [
        Item(
            rule=finding.rule,
            key=finding.key,
            page_id=finding.page_id,
            data=finding.data,
            held_out=finding.held_out,
            due_on=finding.due_on or now.date() + dt.timedelta(days=DUE_DAYS),
            created_at=now,
        )
        for finding in findings
        if finding.queue
    ]
    before = Item.objects.count()
    Item.objects.bulk_create(items, ignore_conflicts=True)
    return Item.objects.count() - before


def _hint(findings: list[Finding], now: dt.datetime) -> int:
    """Hints to people who are here, have not muted the rule and do not object to analysis."""
    wanted = {person for finding in findings for person in finding.recipients}
    here = set(
        User.objects.active()
        .filter(pk__in=wanted)
        .exclude(pk__in=Objection.objects.values("person"))
        .values_list("pk", flat=True)
    )
    muted = set(Mute.objects.filter(person__in=wanted).values_list("rule", "person_id"))
    newcomer_hints = Counter(
        Nudge.objects.filter(rule="N3", person__in=wanted).values_list("person_id", flat=True)
    )
    hints = [
        Nudge(
            rule=finding.rule,
            key=finding.key,
            person_id=person,
            page_id=finding.page_id,
            data=finding.data,
            held_out=finding.held_out,
            sent_at=now,
        )
        for finding in findings
        for person in finding.recipients
        if person in here
        and (finding.rule, person) not in muted
        and (finding.rule != "N3" or newcomer_hints[person] < TWICE_EVER)
    ]
    before = Nudge.objects.count()
    Nudge.objects.bulk_create(hints, ignore_conflicts=True)
    return Nudge.objects.count() - before


def _settle(code: str, findings: list[Finding], now: dt.datetime) -> None:
    """Items whose cause is gone have settled by themselves, or by what was done about them."""
    still = {finding.key for finding in findings if finding.queue}
    gone = Item.objects.filter(rule=code, state=Item.State.OPEN).exclude(key__in=still)
    gone.filter(acted_at__isnull=True).update(state=Item.State.SOLVED, resolved_at=now)
    gone.filter(acted_at__isnull=False).update(
        state=Item.State.DONE, outcome=Item.Outcome.HELPED, resolved_at=now
    )
    active = {finding.key for finding in findings}
    Nudge.objects.filter(rule=code, closed_at__isnull=True).exclude(key__in=active).update(
        closed_at=now
    )


def _note_acts(now: dt.datetime) -> None:
    """A hint about a page was acted on when its reader wrote there afterwards."""
    waiting = Nudge.objects.filter(
        acted_at__isnull=True, page__isnull=False, sent_at__gt=now - dt.timedelta(days=30)
    )
    rows = list(waiting.values_list("pk", "person_id", "page_id", "sent_at"))
    wrote = Event.objects.filter(
        verb__in=events.SPOKEN,
        actor__in={person for _, person, _, _ in rows},
        page__in={page for *_, page, _ in rows},
    )
    last: dict[tuple[int, int], dt.datetime] = {}
    for person, page, moment in wrote.values_list("actor_id", "page_id", "created_at"):
        last[(person, page)] = max(moment, last.get((person, page), moment))
    acted = [pk for pk, person, page, sent in rows if last.get((person, page), sent) > sent]
    Nudge.objects.filter(pk__in=acted).update(acted_at=now, closed_at=now)


def effects() -> list[dict[str, object]]:
    """For N1 to N4: share settled within seven days, hinted against held out; None below ten."""
    table = []
    for code in ("N1", "N2", "N3", "N4"):
        row: dict[str, object] = {"rule": code}
        for name, held in (("hinted", False), ("held_out", True)):
            source = Item if code in {"N2", "N4"} else Nudge
            rows = source.objects.filter(rule=code, held_out=held)
            moment = "resolved_at" if source is Item else "closed_at"
            begin = "created_at" if source is Item else "sent_at"
            old = rows.filter(**{f"{begin}__lt": timezone.now() - dt.timedelta(days=7)})
            cases = old.count()
            soon = sum(
                1
                for start, end in old.filter(Q(**{f"{moment}__isnull": False})).values_list(
                    begin, moment
                )
                if end - start <= dt.timedelta(days=7)
            )
            row[name] = round(100 * soon / cases) if cases >= 10 else None
            row[f"{name}_n"] = cases
        table.append(row)
    return table
