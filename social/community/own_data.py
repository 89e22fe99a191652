"""What Rynek knows about a person, for that person."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, ForeignObjectRel, Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
MOST_ROWS = 5_000
# Rows of any room that belong to the person; what others noted about their own work is theirs.
OWNING = {"person", "user"}
TOLD_ABOVE = {"community", "activity"}
SECRET = ("token", "key", "secret", "password", "endpoint", "auth", "p256dh")

# What somebody did, as nouns: what a verb was about is not said here.
DEEDS: dict[str, str | Promise] = {
    Verb.VIEWED: _("pages viewed"),
    Verb.PUBLISHED: _("pages published"),
    Verb.UPDATED: _("pages changed"),
    Verb.COMMENTED: _("comments"),
    Verb.REPLIED: _("replies"),
    Verb.MENTIONED: _("mentions of colleagues"),
    Verb.REACTED: _("reactions"),
    Verb.ASKED: _("questions"),
    Verb.ANSWER_ACCEPTED: _("answers accepted"),
    Verb.FOUND_HELPFUL: _("things found helpful"),
    Verb.FOLLOWED: _("things followed"),
    Verb.ACKNOWLEDGED: _("confirmations of reading"),
    Verb.ASSIGNED: _("tasks given"),
    Verb.COMPLETED: _("tasks done"),
    Verb.DECLINED: _("tasks declined"),
    Verb.REMINDED: _("reminders"),
    Verb.TOLD: _("messages"),
    Verb.JOINED: _("joining"),
}


def summary(user: User) -> dict[str, Any]:
    """Counts and short lists for the page. A constant number of queries: one for each table."""
    counts = Event.objects.filter(actor=user).order_by().values_list("verb").annotate(n=Count("*"))
    return {
        "events": sorted((str(DEEDS.get(verb, verb)), number) for verb, number in counts),
        "towards": Event.objects.filter(target=user).exclude(actor=user).count(),
        "standing": Standing.objects.filter(person=user).first(),
        "ambassador": Ambassador.objects.filter(person=user).first(),
        "months": RosterEntry.objects.filter(person=user).count(),
        "looks": list(Look.objects.filter(person=user).select_related("viewer")[:50]),
        "hints": Nudge.objects.filter(person=user, held_out=False).count(),
        "held_out": Nudge.objects.filter(person=user, held_out=True).count(),
        "objects": Objection.objects.filter(person=user).exists(),
        "elsewhere": [
            (str(model._meta.verbose_name_plural), count)
            for model, field in _owned()
            if (count := model._base_manager.filter(**{field: user}).count())
        ],
    }


def export(user: User) -> dict[str, Any]:
    """Everything that the record and all rooms hold of the person, as plain data."""
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
        "elsewhere": {
            model._meta.label: _rows(
                model._base_manager.filter(**{field: user})[:MOST_ROWS], *_plain_fields(model)
            )
            for model, field in _owned()
        },
    }


def _owned() -> list[tuple[type[Model], str]]:
    """Models of all rooms with rows that belong to one person, and by which field."""
    found = []
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, ForeignObjectRel) or not isinstance(model, type):
            continue
        name = relation.field.name
        own = name in OWNING and not model._meta.auto_created
        if own and model._meta.app_label not in TOLD_ABOVE:
            found.append((model, name))
    return sorted(found, key=lambda one: one[0]._meta.label)


def _plain_fields(model: type[Model]) -> list[str]:
    """Columns without secrets that open doors: addresses of calendars, keys of browsers."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if not any(word in name for word in SECRET)]


def _rows(found: Any, *fields: str) -> list[dict[str, Any]]:
    return [{key: _plain(value) for key, value in row.items()} for row in found.values(*fields)]


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    known = isinstance(value, str | int | float | bool | list | dict | None)
    return value if known else str(value)
