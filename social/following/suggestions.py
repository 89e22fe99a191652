"""Whom and what to follow, each with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from social.following.actions import Followable
from social.following.colleagues import talked_to
from social.following.models import Dismissal, Follow
from social.following.things import address_of, link_to
from social.people.models import User
from social.subjects.access import visible_pages

SHOWN = 6


@dataclass(frozen=True)
class Suggestion:
    thing: Followable
    reason: str

    @property
    def kind(self) -> str:
        return address_of(self.thing)[0]

    @property
    def url(self) -> str:
        return link_to(self.thing)

    @property
    def address(self) -> tuple[str, int]:
        return address_of(self.thing)


def suggestions_for(person: User, limit: int = SHOWN) -> list[Suggestion]:
    """What this person might want to follow and neither follows nor turned down."""
    known = set(Dismissal.objects.filter(person=person).values_list("kind", "followed_id"))
    for follow in Follow.objects.of(person):
        known.add((follow.kind, follow.followed_id))
    return list(islice((s for s in _candidates(person) if s.address not in known), limit))


def _candidates(person: User) -> Iterator[Suggestion]:
    if person.department is not None:
        yield Suggestion(person.department, _("your department"))
    for page in _projects(person):
        yield Suggestion(page, _("your project"))
    for colleague in _who_one_talks_to(person):
        yield Suggestion(colleague, _("you talk to each other"))
    if person.manager is not None and person.manager.is_active:
        yield Suggestion(person.manager, _("your manager"))
    for department in _departments_above(person):
        yield Suggestion(department, _("your department belongs to it"))


def _projects(person: User) -> Any:
    """Pages in whose team this person is, if some room has teams."""
    relation: Any = getattr(person, "projects", None)
    if relation is None:
        return []
    ids = relation.values_list("pk", flat=True)
    return visible_pages(person, Page.objects.filter(pk__in=ids)).order_by("title")[:SHOWN]


def _who_one_talks_to(person: User) -> list[User]:
    """Colleagues to whom one's words went lately, the most first."""
    ranks = talked_to(person, SHOWN * 2)
    people = User.objects.visible_to(person).filter(pk__in=ranks)
    return sorted(people, key=lambda colleague: -ranks[colleague.pk])


def _departments_above(person: User) -> Any:
    if person.department is None:
        return []
    return person.department.get_ancestors().order_by("-depth")
