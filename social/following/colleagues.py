"""Whom one may give a task about a subject, and whom one is likely to mean."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.utils import timezone
from wagtail.models import Page

from social.activity.models import Event, Verb
from social.people.collation import fold
from social.people.models import User
from social.subjects.access import readers_of_version

TALKED_WITHIN = timedelta(days=90)
TALK = (Verb.REPLIED, Verb.MENTIONED, Verb.ANSWER_ACCEPTED, Verb.FOUND_HELPFUL, Verb.REACTED)


def who_may_be_asked(user: User, thing: Any) -> QuerySet[User]:
    """Colleagues who see the subject, oneself included."""
    page = thing if isinstance(thing, Page) else thing.page
    seeing = readers_of_version(page, User.objects.visible_to(user)).values("pk")
    return User.objects.filter(pk__in=seeing).order_by("sort_key")


def named(people: QuerySet[User], query: str) -> list[User]:
    """Those whose name holds every word, whatever its accents; at most a dozen."""
    for word in query.split()[:5]:
        people = people.filter(folded_name__contains=fold(word))
    return list(people.select_related("department")[:12])


def usually_asked(user: User, people: QuerySet[User]) -> list[User]:
    """Whom one talks to most, then one's department. Two queries."""
    ranks = talked_to(user)
    near = people.exclude(pk=user.pk).annotate(
        is_near=Case(
            When(pk__in=ranks, then=Value(0)),
            When(department=user.department_id, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    found = list(near.order_by("is_near", "sort_key").select_related("department")[:30])
    return sorted(found, key=lambda person: -ranks.get(person.pk, 0))


def talked_to(user: User, limit: int = 12) -> dict[int, int]:
    """Colleagues to whom one's words went lately, with how often. One query."""
    recent = Event.objects.filter(
        verb__in=TALK, created_at__gte=timezone.now() - TALKED_WITHIN, actor=user
    )
    rows = recent.exclude(target=None).exclude(target=user).order_by().values("target")
    return {row["target"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by("-n")[:limit]}
