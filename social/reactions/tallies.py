"""Reactions as a bar shows them, for one subject or for a whole screen in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, Q

from social.people.models import User
from social.reactions import kinds
from social.reactions.models import Reaction
from social.subjects.keys import subject_of


@dataclass(frozen=True)
class Tally:
    """How many reacted in one way, and whether the reader is among them."""

    kind: kinds.ReactionKind
    count: int
    is_mine: bool


def prepare(things: Sequence[Model], user: User) -> None:
    """Give each subject (all of one kind) its `tallies`, in one query."""
    if not things:
        return
    subjects = {subject_of(thing).id: thing for thing in things}
    found: dict[int, dict[str, Tally]] = {pk: {} for pk in subjects}
    name = subject_of(things[0]).kind
    rows = Reaction.objects.on_any(name, subjects).filter(person__is_active=True).order_by()
    counted: Any = rows.values_list("subject_id", "kind").annotate(
        total=Count("pk"), mine=Count("pk", filter=Q(person=user))
    )
    for pk, key, total, mine in counted:
        if key in kinds.KINDS:
            found[pk][key] = Tally(kinds.KINDS[key], total, bool(mine))
    for thing in things:
        thing.tallies = found[subject_of(thing).id]  # type: ignore[attr-defined]


def tallies_of(thing: Model, user: User) -> dict[str, Tally]:
    if not hasattr(thing, "tallies"):
        prepare([thing], user)
    tallies: dict[str, Tally] = thing.tallies  # type: ignore[attr-defined]
    return tallies


def bar_of(thing: Model, user: User, special: Iterable[str] = ()) -> dict[str, Any]:
    """The context of a reaction bar. `special` kinds are offered too, such as "helpful"."""
    tallies = tallies_of(thing, user)
    offered = [*(kinds.KINDS[key] for key in special), *kinds.offered()]
    known = [kind for kind in kinds.KINDS.values() if kind.key in tallies or kind in offered]
    shown = [kind for kind in known if kind.key != "vote"]  # it has a button of its own
    shown.sort(key=lambda kind: offered.index(kind) if kind in offered else len(offered))
    given = [tallies.get(kind.key, Tally(kind, 0, False)) for kind in shown]
    first = next(iter(offered), None)  # always there, so that the usual one is one tap
    return {
        "subject": subject_of(thing),
        "given": [tally for tally in given if tally.count or tally.kind == first],
        "tallies": given,
        "total": sum(tally.count for tally in given),
    }


def vote_of(thing: Model, user: User) -> dict[str, Any]:
    """The context of a vote button."""
    kind = kinds.KINDS["vote"]
    tally = tallies_of(thing, user).get("vote", Tally(kind, 0, False))
    return {"subject": subject_of(thing), "tally": tally}
