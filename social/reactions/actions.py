"""Reacting, and taking a reaction back."""

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from social.activity.actions import record
from social.activity.models import Event, Verb
from social.people.models import User
from social.reactions import kinds
from social.reactions.models import Reaction
from social.subjects.keys import Subject, kind_of, subject_of


class UnknownReaction(ValueError):
    """A kind of reaction that is not offered here."""


def toggle(person: User, thing: Model, kind: str) -> bool:
    """React to a subject that the person sees, or take it back; returns whether it is on now.

    Raises UnknownReaction. Two requests at once never make two reactions: the database forbids
    it, and the later one finds the earlier's row.
    """
    subject = subject_of(thing)
    if not kinds.is_offered(kind):
        raise UnknownReaction(str(_("This reaction is not offered.")))
    with transaction.atomic():
        gone, _rows = Reaction.objects.on(subject).filter(person=person, kind=kind).delete()
        if not gone:
            _add(person, thing, subject, kind)
        tell(subject, kind)
    return not gone


def set_reaction(person: User, thing: Model, kind: str, on: bool) -> bool:
    """Make it so, whatever it was: repeating a request changes nothing more."""
    subject = subject_of(thing)
    if not kinds.is_offered(kind):
        raise UnknownReaction(str(_("This reaction is not offered.")))
    with transaction.atomic():
        if on:
            _add(person, thing, subject, kind)
        else:
            Reaction.objects.on(subject).filter(person=person, kind=kind).delete()
        tell(subject, kind)
    return on


def _add(person: User, thing: Model, subject: Subject, kind: str) -> None:
    _reaction, created = Reaction.objects.get_or_create(
        person=person,
        kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        defaults={"page_id": subject.page_id},
    )
    if not created:
        return
    verb = Verb.FOUND_HELPFUL if kind == "helpful" else Verb.REACTED
    told = Event.objects.filter(
        actor=person, verb=verb, subject_kind=subject.kind, subject_id=subject.id, data__kind=kind
    )
    if not told.exists():  # taken back and given again is no news
        target = kind_of(subject.kind).author_of(thing)
        record(person, verb, subject, target=target, data={"kind": kind})


def tell(subject: Subject, kind: str) -> None:
    """Let the room of the subject know how many reactions of this kind there are."""
    total = Reaction.objects.on(subject).filter(kind=kind).count()
    kind_of(subject.kind).count_reactions(subject.id, kind, total)
