"""What Rynek knows about a person, for that person."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from social.activity.models import Event, Verb
from social.community.models import (
    Ambassador,
    FirstContribution,
    Introduction,
    Look,
    Mute,
    Nomination,
    Nudge,
    Objection,
    PulseReply,
    RosterEntry,
    Standing,
)
from social.people.models import User

MOST_EVENTS = 20_000


def summary(user: User) -> dict[str, Any]:
    """Counts and short lists for the page. A constant number of queries."""
    verbs = dict(Verb.choices)
    counts = Event.objects.filter(actor=user).order_by().values_list("verb").annotate(n=Count("*"))
    return {
        "events": sorted((str(verbs.get(verb, verb)), number) for verb, number in counts),
        "towards": Event.objects.filter(target=user).exclude(actor=user).count(),
        "standing": Standing.objects.filter(person=user).first(),
        "ambassador": Ambassador.objects.filter(person=user).first(),
        "months": RosterEntry.objects.filter(person=user).count(),
        "looks": list(Look.objects.filter(person=user).select_related("viewer")[:50]),
        "hints": Nudge.objects.filter(person=user, held_out=False).count(),
        "held_out": Nudge.objects.filter(person=user, held_out=True).count(),
        "objects": Objection.objects.filter(person=user).exists(),
    }


def export(user: User) -> dict[str, Any]:
    """Everything that the room and the record hold about the person, as plain data."""
    mine = Q(person=user)
    return {
        "person": {"id": user.pk, "name": user.full_name, "email": user.email},
        "events": [
            {**row, "created_at": row["created_at"].isoformat()}
            for row in Event.objects.filter(actor=user)
            .order_by("-pk")
            .values("verb", "page_id", "subject_kind", "subject_id", "target_id", "created_at")[
                :MOST_EVENTS
            ]
        ],
        "evidence": _rows(Standing.objects.filter(mine)),
        "first_contribution": _rows(FirstContribution.objects.filter(mine)),
        "roster": _rows(RosterEntry.objects.filter(mine)),
        "volunteering": _rows(Ambassador.objects.filter(mine)),
        "nominations_of_me": _rows(Nomination.objects.filter(mine)),
        "nominations_by_me": _rows(Nomination.objects.filter(nominated_by=user)),
        "introductions": _rows(Introduction.objects.visible_to(user)),
        "hints": _rows(Nudge.objects.filter(mine)),
        "muted": _rows(Mute.objects.filter(mine)),
        "pulses_answered": _rows(PulseReply.objects.filter(mine)),
        "looks_at_me": _rows(Look.objects.filter(mine)),
        "objection": _rows(Objection.objects.filter(mine)),
    }


def _rows(found: Any) -> list[dict[str, Any]]:
    return [{key: _plain(value) for key, value in row.items()} for row in found.values()]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
