"""What people do in the room; no HTTP here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ground.reading import after_answer
from social.analytics.period import midnight, months_later
from social.community.messages import (
    ask_to_meet,
    tell_of_meeting,
    tell_of_nomination,
)
from social.community.models import (
    Ambassador,
    FirstContribution,
    Introduction,
    Item,
    Look,
    Mute,
    Nomination,
    Nudge,
    Objection,
    Pulse,
    PulseReply,
    PulseTally,
    Standing,
)
from social.community.models.people import LASTS_MONTHS
from social.community.queue.rule import steps
from social.community.record.replies import last_word_to
from social.community.refused import Refused
from social.following.followups import assign
from social.people.models import User
from social.reactions.actions import set_reaction
from social.subjects.keys import kinds


def _recompute() -> None:
    from social.community.tasks import forget_person

    transaction.on_commit(partial(forget_person.enqueue))


@transaction.atomic
def object_to_analysis(person: User) -> Objection:
    """Out of the graph, of profiles, hints and lists, at once; groups are counted without."""
    objection, _created = Objection.objects.get_or_create(person=person)
    Standing.objects.filter(person=person).delete()
    FirstContribution.objects.filter(person=person).delete()
    Ambassador.objects.filter(person=person).delete()
    Nudge.objects.filter(person=person).delete()
    Nomination.objects.filter(person=person).delete()
    Introduction.objects.filter(first=person).delete()
    Introduction.objects.filter(second=person).delete()
    _recompute()
    return objection


@transaction.atomic
def withdraw_objection(person: User) -> None:
    """Back into the graph from the next refresh."""
    Objection.objects.filter(person=person).delete()
    _recompute()


def volunteer(person: User, ambassador: Ambassador) -> Ambassador:
    """Offer oneself for twelve months; volunteering again starts them anew."""
    if Objection.objects.filter(person=person).exists():
        raise Refused("objection")
    today = timezone.localdate()
    month = months_later(today.replace(day=1), LASTS_MONTHS)
    ambassador.person = person
    ambassador.withdrawn_at = None
    ambassador.expires_on = month.replace(day=min(today.day, 28))
    ambassador.save()
    Nomination.objects.filter(person=person, state=Nomination.State.WAITING).update(
        state=Nomination.State.ACCEPTED
    )
    return ambassador


def withdraw(person: User) -> None:
    """No longer a volunteer; no reason is asked and nobody is told."""
    Ambassador.objects.filter(person=person).update(withdrawn_at=timezone.now(), appointed_on=None)


def appoint(ambassador: Ambassador, appointed: bool) -> None:
    """Make a volunteer an ambassador, or end the term with thanks."""
    ambassador.appointed_on = timezone.localdate() if appointed else None
    if not appointed:
        ambassador.thanked_on = timezone.localdate()
    ambassador.save(update_fields=["appointed_on", "thanked_on"])


@transaction.atomic
def nominate(nominator: User, person: User, reason: str) -> Nomination:
    """Propose a colleague, who alone hears of it. Proposing twice changes the reason only."""
    if nominator.pk == person.pk:
        raise Refused("self")
    if Objection.objects.filter(person=person).exists():
        # The nominator must not learn of the objection: nothing is stored, nothing is said.
        return Nomination(person=person, nominated_by=nominator, reason=reason)
    nomination, created = Nomination.objects.update_or_create(
        person=person, nominated_by=nominator, defaults={"reason": reason}
    )
    if created:
        tell_of_nomination(nomination)
    return nomination


def look(viewer: User, people: Iterable[int], place: str, detail: str = "") -> None:
    """Put looks at cards into the audit trail, after the answer; what cannot is in the log."""
    looks = [Look(viewer=viewer, person_id=pk, place=place, detail=detail) for pk in people]
    seen = f"person {viewer.pk} looked at {[one.person_id for one in looks]} in {place} {detail}"
    after_answer(lambda: Look.objects.bulk_create(looks), if_lost=seen)


@transaction.atomic
def answer_pulse(pulse: Pulse, person: User, answers: list[int]) -> None:
    """Add eight answers to the tallies. The reply and the answers share nothing."""
    _reply, created = PulseReply.objects.get_or_create(pulse=pulse, person=person)
    if not created:
        raise Refused("twice")
    for item, answer in enumerate(answers):
        PulseTally.objects.get_or_create(pulse=pulse, item=item, answer=answer)
        PulseTally.objects.filter(pulse=pulse, item=item, answer=answer).update(
            count=F("count") + 1
        )


def open_pulse(weeks: int) -> Pulse:
    """Start a round for everybody who works here today."""
    today = timezone.localdate()
    if Pulse.objects.open().exists():
        raise Refused("open")
    return Pulse.objects.create(
        opens_on=today,
        closes_on=today + dt.timedelta(weeks=weeks),
        invited=User.objects.active().count(),
    )


def thank(person: User, page_id: int) -> None:
    """Say thanks for the last thing that was put to this person on a page.

    Raises Refused when there is nothing that this person sees.
    """
    word = last_word_to(person, page_id)
    kind = kinds().get(word.subject_kind) if word else None
    if word is None or kind is None:
        raise Refused("nothing")
    thing = kind.visible_to(person).filter(pk=word.subject_id).first()
    if thing is None:
        raise Refused("nothing")
    set_reaction(person, thing, "thanks", on=True)


def close_hint(hint: Nudge, *, mute: bool) -> None:
    """Put a hint away; with `mute`, never hear of this kind again."""
    hint.closed_at = timezone.now()
    hint.save(update_fields=["closed_at"])
    if mute:
        Mute.objects.get_or_create(rule=hint.rule, person=hint.person)
        Nudge.objects.filter(rule=hint.rule, person=hint.person, closed_at__isnull=True).update(
            closed_at=timezone.now()
        )


def _give_task(item: Item, manager: User) -> None:
    """A follow-up for the new owner, when the item lies on a page and somebody else takes it.

    Raises Refused when the owner may not see the page.
    """
    if item.page is None or item.owner is None or item.owner.pk == manager.pk:
        return
    due_at = midnight(item.due_on) if item.due_on else None
    try:
        assign(manager, item.page, item.owner, due_at)
    except ValidationError as error:
        raise Refused(error.messages[0]) from error


@transaction.atomic
def act_on(item: Item, act: str, manager: User, data: dict) -> int:
    """Do one thing with an item of the queue; returns how many people were asked or reminded."""
    now, asked = timezone.now(), 0
    item.acted_at = now
    step = steps().get(act)
    if step is not None and step.do is not None:
        asked = step.do(item, manager)
        item.owner = item.owner or manager
    elif act == "assign":
        item.owner = data["owner"]
        item.due_on = data.get("due_on") or item.due_on
        _give_task(item, manager)
    elif act == "postpone":
        item.hidden_until = item.due_on = data["due_on"]
        item.note = data["note"]
        item.acted_at = None
    else:
        item.state = Item.State.DONE if act == "done" else Item.State.DISMISSED
        item.outcome = data.get("outcome") or Item.Outcome.NOT_NEEDED
        item.note = data.get("note") or item.note
        item.resolved_at = now
    item.save()
    return asked


@transaction.atomic
def answer_introduction(introduction: Introduction, person: User, agrees: bool) -> Introduction:
    """Say yes or no; the other side learns only of a yes."""
    side = "first_says" if person.pk == introduction.first_id else "second_says"
    setattr(introduction, side, agrees)
    introduction.save(update_fields=[side])
    if introduction.is_made:
        tell_of_meeting(introduction)
    elif agrees and person.pk == introduction.first_id:
        ask_to_meet(introduction, introduction.second)
    return introduction
