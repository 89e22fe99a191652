"""What people do around volunteering; no HTTP here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ground.reading import after_answer
from social.analytics.models import Objection
from social.analytics.period import months_later
from social.community.messages import ask_to_meet, tell_of_meeting, tell_of_nomination
from social.community.models import (
    Ambassador,
    Introduction,
    Look,
    Nomination,
)
from social.community.models.people import LASTS_MONTHS
from social.community.refused import Refused
from social.people.models import User


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
