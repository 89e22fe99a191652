"""The view restrictions of a page as values, and how a page takes those of another one along."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.models import Page, PageViewRestriction

from blog.closed.models import CarriedRestriction
from social.people.groups import shown_name
from social.subjects.access import restrictions_above


@dataclass(frozen=True)
class Gate:
    """What one restriction says, without its page: two pages closed alike have equal gates."""

    kind: str
    groups: frozenset[int]
    password: str

    @classmethod
    def of(cls, restriction: PageViewRestriction) -> Self:
        groups = frozenset(group.pk for group in restriction.groups.all())
        return cls(restriction.restriction_type, groups, restriction.password)

    def describe(self) -> str:
        """Who passes, in words."""
        names = Group.objects.filter(pk__in=self.groups).values_list("name", flat=True)
        return ", ".join(sorted(shown_name(name) for name in names)) or gettext("nobody")


@dataclass(frozen=True)
class Gates:
    """What closes a page: set on it, and carried from where it, or its original, was."""

    own: Set[Gate] = frozenset()
    carried: Set[Gate] = frozenset()

    @classmethod
    def of(cls, page: Page) -> Self:
        rows = [(Gate.of(row), is_carried(row)) for row in _with_all(page.view_restrictions)]
        return cls(
            frozenset(gate for gate, carried in rows if not carried),
            frozenset(gate for gate, carried in rows if carried),
        )

    @property
    def all(self) -> Set[Gate]:
        return self.own | self.carried


def gates_above(page: Page) -> Set[Gate]:
    """What closes the sections above the page to anybody who is signed in. Two queries."""
    above = restrictions_above(page).exclude(page__path=page.path)
    above = above.exclude(restriction_type=PageViewRestriction.LOGIN)
    return {Gate.of(row) for row in _with_all(above)}


def is_carried(restriction: PageViewRestriction) -> bool:
    return hasattr(restriction, "carried")


def _with_all(restrictions: Any) -> QuerySet[PageViewRestriction]:
    found: QuerySet[PageViewRestriction] = restrictions.all()
    return found.select_related("carried").prefetch_related("groups")


def close(page: Page, gates: Gates, *, repeat_above: bool = False) -> None:
    """Close the page by these gates, in addition to what closes it already.

    What closes the sections above it is carried only if asked for, by a page that is about to
    leave them. Rows that say the same twice go.
    """
    known: set[tuple[Gate, bool]] = set()
    for row in _with_all(page.view_restrictions):
        key = Gate.of(row), is_carried(row)
        if key in known:
            row.delete()
        known.add(key)
    for gate in gates.own:
        if (gate, False) not in known:
            _add(page, gate)
    carried = {gate for gate in gates.carried if (gate, True) not in known}
    if carried and not repeat_above:
        carried -= gates_above(page)
    for gate in carried:
        CarriedRestriction.objects.create(restriction=_add(page, gate))


def drop(page: Page, gates: Set[Gate], *, carried: bool) -> None:
    """Take away those rows on the page that say one of these, and are carried or are not."""
    for row in _with_all(page.view_restrictions):
        if is_carried(row) == carried and Gate.of(row) in gates:
            row.delete()


def _add(page: Page, gate: Gate) -> PageViewRestriction:
    row = PageViewRestriction(page=page, restriction_type=gate.kind, password=gate.password)
    row.save()
    row.groups.set(gate.groups)
    return row
