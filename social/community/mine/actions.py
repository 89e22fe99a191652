"""What everybody does with the own part of the room; no HTTP here."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from social.analytics.models import FirstContribution, Objection
from social.analytics.record.leaders import last_word_to
from social.community.models import (
    Ambassador,
    Introduction,
    Mute,
    Nomination,
    Nudge,
    Standing,
)
from social.community.refused import Refused
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
