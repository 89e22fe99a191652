"""Apply the rules: new items and hints, what has settled, and who acted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.activity.actions import company_day
from social.activity.models import Event
from social.analytics.models import Objection
from social.analytics.period import Period
from social.analytics.record import events, rosters
from social.community.messages import tell_of_hints
from social.community.models import Item, Mute, Nudge, RoomSettings
from social.community.queue.rule import BUDDY, RULES, Finding, about_people, stem
from social.people.models import User

DUE_DAYS = 3


def run(now: dt.datetime | None = None) -> dict[str, int]:
    """All rules once; returns new hints and items by rule. Running again adds nothing."""
    now = now or timezone.now()
    rosters.freeze(Period.month(company_day(now)))  # the month may have begun a minute ago
    new: Counter[str] = Counter()

    def apply(code: str) -> None:
        new[code] += _apply(code, now)

    BY_RULE.each(_rules_in_use(), apply, key=str)
    _note_acts(now)
    return dict(new)


def _rules_in_use() -> list[str]:
    on = RoomSettings.load().people_parts
    silent = set() if on else set(about_people())
    return [name for name, rule in RULES.items() if rule.find and name not in silent]


def _apply(code: str, now: dt.datetime) -> int:
    """One rule, in one transaction; returns how many hints and items are new."""
    findings = _carry_on(code, _found(code, now))
    new = _hint(findings, now) + _queue(findings, now)
    _keep_current(code, findings, now)
    _settle(code, findings, now)
    return new


def _found(code: str, now: dt.datetime) -> list[Finding]:
    find = RULES[code].find
    return list(find(now)) if find else []


def _apply_again(code: str) -> None:
    if code in _rules_in_use():
        _apply(code, timezone.now())


BY_RULE = Queue(
    "community-rule", _("Rules of the community's queue"), again=_apply_again, always=True
)


def _carry_on(code: str, findings: list[Finding]) -> list[Finding]:
    """What is still open from last month goes on as the same line of the queue."""
    waiting = Item.objects.filter(rule=code, state=Item.State.OPEN).order_by("created_at")
    known = {stem(key): key for key in waiting.values_list("key", flat=True)}
    return [
        replace(found, key=known.get(stem(found.key), found.key)) if found.queue else found
        for found in findings
    ]


def _queue(findings: list[Finding], now: dt.datetime) -> int:
    """New lines; while a deputy covers the queue they belong to the deputy."""
    owner = RoomSettings.load().covered_by
    items = [
        Item(
            rule=finding.rule,
            key=finding.key,
            page_id=finding.page_id,
            data=finding.data,
            held_out=finding.held_out,
            owner_id=None if finding.held_out else owner,
            due_on=finding.due_on or company_day(now) + dt.timedelta(days=DUE_DAYS),
            created_at=now,
        )
        for finding in findings
        if finding.queue
    ]
    before = Item.objects.count()
    Item.objects.bulk_create(items, ignore_conflicts=True)
    return Item.objects.count() - before


def _keep_current(code: str, findings: list[Finding], now: dt.datetime) -> None:
    """Open lines say tonight's numbers. A constant number of queries.

    A day that is over is the thing's own, such as that of a review; it stays as it is once
    somebody has set another by assigning or postponing.
    """
    told = {finding.key: finding for finding in findings if finding.queue}
    changed = []
    for item in Item.objects.filter(rule=code, state=Item.State.OPEN, key__in=told):
        found = told[item.key]
        day = found.due_on if found.due_on and found.due_on < company_day(now) else item.due_on
        if item.acted_at or item.hidden_until:
            day = item.due_on
        if (item.data, item.due_on) != (found.data, day):
            item.data, item.due_on = found.data, day
            changed.append(item)
    Item.objects.bulk_update(changed, ["data", "due_on"], batch_size=500)


def _hint(findings: list[Finding], now: dt.datetime) -> int:
    """Each is written and told by itself, unless held out."""
    return HINTING.each(_new_hints(findings, now), _send, key=_key_of)


def _new_hints(findings: list[Finding], now: dt.datetime) -> list[Nudge]:
    """To people who are here, have not muted the rule and do not object."""
    wanted = {person for finding in findings for person in finding.recipients}
    here = set(
        User.objects.active()
        .filter(pk__in=wanted)
        .exclude(pk__in=Objection.objects.values("person"))
        .values_list("pk", flat=True)
    )
    muted = set(Mute.objects.filter(person__in=wanted).values_list("rule", "person_id"))
    before = Nudge.objects.filter(person__in=wanted)
    known = set(before.values_list("rule", "key", "person_id"))
    heard = Counter((rule, person) for rule, key, person in known if not key.startswith(BUDDY))
    hints = []
    for finding in findings:
        for person in finding.recipients:
            mark = (finding.rule, finding.key, person)
            enough = _is_enough(finding, heard[(finding.rule, person)])
            if mark in known or enough or person not in here or (finding.rule, person) in muted:
                continue
            known.add(mark)
            hints.append(_hint_of(finding, person, now))
    return hints


def _send(hint: Nudge) -> None:
    hint.save()
    tell_of_hints([hint])


def _key_of(hint: Nudge) -> str:
    return f"{hint.rule}:{hint.person_id}:{hint.key}"


def _hint_again(key: str) -> None:
    """Look anew whether the rule still has this hint for the person."""
    code, now = key.partition(":")[0], timezone.now()
    if code not in _rules_in_use():
        return
    for hint in _new_hints(_found(code, now), now):
        if _key_of(hint) == key:
            _send(hint)


HINTING = Queue("community-hint", _("Giving hints to people"), again=_hint_again)


def _is_enough(finding: Finding, heard: int) -> bool:
    """Whether somebody heard of it as often as the rule allows; buddies hear of each newcomer."""
    most = RULES[finding.rule].limits.ever
    return most is not None and heard >= most and not finding.key.startswith(BUDDY)


def _hint_of(finding: Finding, person: int, now: dt.datetime) -> Nudge:
    return Nudge(
        rule=finding.rule,
        key=finding.key,
        person_id=person,
        page_id=finding.page_id,
        data=finding.data,
        held_out=finding.held_out,
        sent_at=now,
    )


def _settle(code: str, findings: list[Finding], now: dt.datetime) -> None:
    """Items whose cause is gone have settled by themselves, or by what was done about them.

    The moment is noted for what was closed, put away or held out as well: the comparison of hints
    with the hold-out rests on it.
    """
    about = {stem(finding.key) for finding in findings}
    for things in (Item.objects, Nudge.objects):
        unsettled = things.filter(rule=code, settled_at__isnull=True).values_list("pk", "key")
        over = [pk for pk, key in unsettled if stem(key) not in about]
        things.filter(pk__in=over).update(settled_at=now)
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
