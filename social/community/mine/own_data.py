"""What Rynek knows about a person, for that person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, ForeignObjectRel, Model, Q, QuerySet

from social.activity.deeds import DEEDS
from social.activity.models import Event
from social.analytics.models import FirstContribution, Objection, Population, RosterEntry
from social.community.mine.own_places import COUNTED, OWN, Words
from social.community.models import (
    Ambassador,
    Introduction,
    Look,
    Mute,
    Nomination,
    Nudge,
    PulseReply,
    Standing,
)
from social.people.models import User

SECRET = ("token", "key", "secret", "password", "endpoint", "auth", "p256dh")


def _noun(verb: str) -> str:
    """What somebody did, as a noun: what it was about is not said here."""
    return str(DEEDS[verb].noun) if verb in DEEDS else verb


def summary(user: User) -> dict[str, Any]:
    """Counts and short lists for the page. A constant number of queries: one for each table."""
    counts = Event.objects.filter(actor=user).order_by().values_list("verb").annotate(n=Count("*"))
    return {
        "events": sorted((_noun(verb), number) for verb, number in counts),
        "towards": Event.objects.filter(target=user).exclude(actor=user).count(),
        "standing": Standing.objects.filter(person=user).first(),
        "ambassador": Ambassador.objects.filter(person=user).first(),
        "months": RosterEntry.objects.filter(person=user).count(),
        "looks": list(Look.objects.filter(person=user).select_related("viewer")[:50]),
        "hints": Nudge.objects.filter(person=user, held_out=False).count(),
        "held_out": Nudge.objects.filter(person=user, held_out=True).count(),
        "objects": Objection.objects.filter(person=user).exists(),
        "elsewhere": [
            (title, number)
            for title, relations in _by_title({**OWN, **COUNTED}).items()
            if (number := sum(_found(one, user).count() for one in relations))
        ],
    }


def export(user: User) -> dict[str, Any]:
    """Everything that the record and all rooms hold of the person, the profile first."""
    mine = Q(person=user)
    events = Event.objects.filter(actor=user).order_by("-pk")
    return {
        "person": profile(user),
        "events": _rows(
            events, "verb", "page_id", "subject_kind", "subject_id", "target_id", "created_at"
        ),
        "acts_of_others_towards_me": Event.objects.filter(target=user).exclude(actor=user).count(),
        "evidence": _rows(Standing.objects.filter(mine)),
        "first_contribution": _rows(FirstContribution.objects.filter(mine)),
        "roster": _rows(RosterEntry.objects.filter(mine)),
        "lists_of_people_counted": _populations(user),
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
            title: [row for one in relations for row in _full_rows(one, user)]
            for title, relations in _by_title(OWN).items()
        },
        "counted": {
            title: sum(_found(one, user).count() for one in relations)
            for title, relations in _by_title(COUNTED).items()
        },
    }


def profile(user: User) -> dict[str, Any]:
    """The account: every field but the password, and what it is tied to by name."""
    fields = [f for f in user._meta.concrete_fields if f.name != "password"]
    found: dict[str, Any] = {"name": user.full_name}
    for field in fields:
        value = getattr(user, field.name) if field.is_relation else field.value_from_object(user)
        found[field.name] = str(value) if field.is_relation and value else _plain(value)
    for many in user._meta.many_to_many:
        found[many.name] = sorted(str(one) for one in getattr(user, many.name).all())
    return found


def _populations(user: User) -> int:
    """In how many frozen lists of people counted for numbers the person stands."""
    lists = Population.objects.values_list("members", flat=True).iterator()
    return sum(any(row[0] == user.pk for row in members) for members in lists)


def relations() -> dict[str, tuple[type[Model], str]]:
    """`app.Model.field` of every relation to a person → model and field, many-to-many as rows."""
    found = {}
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, ForeignObjectRel) or not isinstance(model, type):
            continue
        if not relation.field.many_to_many:
            name = relation.field.name
            found[f"{model._meta.label}.{name}"] = (model, name)
    return found


def _by_title(places: Mapping[str, Words]) -> dict[str, list[tuple[type[Model], str]]]:
    """The places that exist in this installation, by what people read."""
    known = relations()
    found: dict[str, list[tuple[type[Model], str]]] = defaultdict(list)
    for label, title in places.items():
        if label in known:
            found[str(title)].append(known[label])
    return dict(sorted(found.items()))


def _found(place: tuple[type[Model], str], user: User) -> QuerySet[Any]:
    model, field = place
    return model._base_manager.filter(**{field: user})


def _full_rows(place: tuple[type[Model], str], user: User) -> list[dict[str, Any]]:
    return _rows(_found(place, user), *_plain_fields(place[0]))


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
