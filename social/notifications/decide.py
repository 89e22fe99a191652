"""Deciding, once for each person and event, whether, how and when to tell."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.activity.deeds import TALK
from social.activity.models import Event, Verb
from social.comments.models import ReadMark
from social.notifications.models import (
    Channel,
    Decision,
    Delivery,
    Notice,
    PersonalSettings,
    PushSubscription,
    Timing,
    Undecided,
    WhyMe,
)
from social.notifications.occasions import Choice, rule_for
from social.notifications.preferences import choices_of, settings_of
from social.notifications.recipients import (
    BROADCASTS,
    Concern,
    Happening,
    batches,
    concerns,
    is_direct,
    team_mentioned_in,
)
from social.notifications.timing import Plan, plan
from social.people.models import User
from social.subjects.access import readers

logger = logging.getLogger("social.notifications")

EVENTS_AT_ONCE = 1000


def decide(event: Event, now: datetime | None = None) -> int:
    """Decide for everybody whom an event concerns; returns how many decisions were new.

    Works in batches, each its own transaction. Run again after a crash it goes on where it was.
    Somebody for whom it cannot be decided is set aside alone.
    """
    happening = Happening(event)
    decided = 0
    for people in batches(happening):
        decided += _decide_for(happening, people, now or timezone.now())
    Undecided.objects.filter(event=event).delete()
    return decided


def decide_one(event_id: int) -> None:
    """Decide about one event now, unless it failed and waits."""
    DECIDING.each(_events([event_id]), decide, atomic=False)


def decide_undecided() -> int:
    """Decide for every event that waits; returns how many events went through."""
    rows = Undecided.objects.exclude(pk__in=DECIDING.numbers_kept_out()).order_by("pk")
    waiting = list(rows.values_list("pk", flat=True)[:EVENTS_AT_ONCE])
    return DECIDING.each(_events(waiting), decide, atomic=False)


def _events(ids: list[int]) -> QuerySet[Event]:
    events = Event.objects.filter(pk__in=ids).order_by("pk")
    return events.select_related("page", "actor", "actor_department")


def _decide_for(happening: Happening, people: list[int], now: datetime) -> int:
    """All at once; when that fails, each person by themselves."""
    counts: list[int] = []
    PERSONS.together(
        people,
        lambda some: counts.append(decide_batch(happening, some, now)),
        key=lambda pk: f"{happening.event.pk}:{pk}",
        atomic=False,
        marked=False,
    )
    return sum(counts)


def _decide_again(key: str) -> None:
    if key.isdecimal() and Undecided.objects.filter(pk=int(key)).exists():
        for event in _events([int(key)]):
            decide(event)


def _decide_person_again(key: str) -> None:
    event_id, _colon, person_id = key.partition(":")
    if event_id.isdecimal() and person_id.isdecimal():
        for event in _events([int(event_id)]):
            decide_batch(Happening(event), [int(person_id)], timezone.now())


DECIDING = Queue("decide", _("Deciding who is told of an event"), again=_decide_again)
PERSONS = Queue(
    "decide-for-person", _("Deciding whether a person is told"), again=_decide_person_again
)


@transaction.atomic
def decide_batch(happening: Happening, people: Iterable[int], now: datetime) -> int:
    """Write the notices and deliveries of one batch of people. A constant number of queries."""
    event = happening.event
    # Two workers at the same event take turns (SQLite: transactions are IMMEDIATE anyway).
    list(Event.objects.select_for_update(of=("self",)).filter(pk=event.pk).values_list("pk"))
    done = Notice.objects.filter(event=event, person__in=people).values_list("person", flat=True)
    found = concerns(happening, sorted(set(people) - set(done)))
    ids = [concern.person_id for concern in found]
    persons = {user.pk: user for user in User.objects.active().filter(pk__in=ids)}
    able = set(ids) if event.page is None else _who_can_see(event, ids)
    choices, personal, seen = choices_of(ids), settings_of(ids), _who_has_seen(event, ids)
    pushable = set(PushSubscription.objects.filter(person__in=ids).values_list("person", flat=True))
    named = _named_by_siblings(happening, ids)
    notices, planned = [], []
    for concern in found:
        if concern.person_id not in persons:
            continue
        wanted = choices[concern.person_id]
        decision = _decision(happening, concern, wanted, able, named)
        if decision == Decision.TOLD and concern.person_id in seen:
            decision = Decision.SEEN
        choice = as_chosen_by_editor(event, concern, wanted[concern.occasion])
        notices.append(_notice(happening, concern, decision, choice, now))
        if decision == Decision.TOLD:
            settings = personal[concern.person_id]
            has_push = concern.person_id in pushable
            planned.append((notices[-1], persons[concern.person_id], choice, settings, has_push))
    Notice.objects.bulk_create(notices)
    Delivery.objects.bulk_create(
        delivery for row in planned for delivery in _deliveries(*row, now=now)
    )
    return len(notices)


def as_chosen_by_editor(event: Event, concern: Concern, choice: Choice) -> Choice:
    """A page that is addressed to people comes at once or in the digest, as its editor chose.

    It never comes louder than they allow: who wants no mail of new pages gets none.
    """
    how = event.data.get("notification")
    if concern.why != WhyMe.DIRECTED or event.verb != Verb.PUBLISHED or how not in BROADCASTS:
        return choice
    if choice.mail == Timing.NEVER:
        return choice
    if how == "now":
        return replace(choice, mail=Timing.INSTANT)
    quiet = Timing.DAILY if choice.mail == Timing.INSTANT else choice.mail
    return replace(choice, mail=quiet, push=False, inbox=False)


def _who_can_see(event: Event, ids: list[int]) -> set[int]:
    """Those of these people who see the page of an event in some language."""
    if event.page is None:
        return set()
    people = User.objects.filter(pk__in=ids)
    return set(readers(event.page, people).values_list("pk", flat=True))


def _who_has_seen(event: Event, ids: list[int]) -> set[int]:
    """Those of these people who had the comment on their screen before it could be told."""
    if event.subject_kind != "comment" or event.verb not in TALK:
        return set()
    marks = ReadMark.objects.filter(person__in=ids, page=event.page_id)
    return set(marks.filter(seen__gte=event.subject_id).values_list("person", flat=True))


def _decision(
    happening: Happening,
    concern: Concern,
    wanted: dict,
    able: set[int],
    named: Mapping[int, set[int]],
) -> Decision:
    """The one place where it is decided; the first reason against telling wins."""
    if concern.person_id == happening.event.actor_id:
        return Decision.OWN
    if concern.person_id not in able:
        return Decision.RESTRICTED
    if concern.decision != Decision.TOLD:
        return concern.decision
    if wanted[concern.occasion].is_nothing:
        return Decision.UNWANTED
    if _is_told_better(happening, concern, wanted, named):
        return Decision.TWICE
    return Decision.TOLD


def _named_by_siblings(happening: Happening, ids: list[int]) -> dict[int, set[int]]:
    """For each other event about the same comment, those of these people at whom it is directed.

    One query for each team that the comment mentions.
    """
    named = {}
    for sibling in happening.siblings:
        named[sibling.pk] = {pk for pk in ids if pk == sibling.target_id}
        if (team := team_mentioned_in(sibling)) is not None:
            named[sibling.pk] = set(team.filter(pk__in=ids).values_list("pk", flat=True))
    return named


def _is_told_better(
    happening: Happening, concern: Concern, wanted: dict, named: Mapping[int, set[int]]
) -> bool:
    """Whether another event about the same comment tells this person more of it.

    A mention beats an answer, an answer to oneself beats a comment that one merely follows; of
    two mentions, of the person and the team or of two teams, the first one tells.
    """
    mine = happening.rule.rank if is_direct(happening, concern.person_id) else 0
    for sibling in happening.siblings:
        rule = rule_for(sibling)
        if rule.direct is None or concern.person_id not in named[sibling.pk]:
            continue
        tells = not wanted[rule.direct].is_nothing
        if tells and (rule.rank, -sibling.pk) > (mine, -happening.event.pk):
            return True
    return False


def _notice(
    happening: Happening, concern: Concern, decision: Decision, choice: Choice, now: datetime
) -> Notice:
    event = happening.event
    return Notice(
        person_id=concern.person_id,
        event=event,
        page_id=event.page_id,
        thread_id=happening.thread_id,
        occasion=concern.occasion,
        why=concern.why,
        decision=decision,
        in_inbox=decision == Decision.TOLD and choice.inbox,
        created_at=event.created_at,
    )


def _deliveries(
    notice: Notice,
    person: User,
    choice: Choice,
    settings: PersonalSettings,
    has_push: bool,
    *,
    now: datetime,
) -> Iterable[Delivery]:
    """How a notice is told outside the inbox, and when."""

    def by(channel: Channel, how: Plan) -> Delivery:
        return Delivery(
            notice=notice,
            person=person,
            channel=channel,
            timing=how.timing,
            due_at=how.due_at,
            held_by=how.held_by,
        )

    if choice.mail != Timing.NEVER and not settings.mails_off and person.email:
        yield by(Channel.MAIL, plan(choice.mail, now, settings, person.zone))
    if choice.push and has_push:
        how = plan(Timing.INSTANT, now, settings, person.zone)
        if how.timing == Timing.INSTANT:  # nobody is pushed in an absence
            yield by(Channel.PUSH, how)
