"""Who sees which page. The one place that decides it.

A page is visible when it is live and the person passes every view restriction on it and above
it: `PageAccess` is that as a value. Wagtail's `live()` forgets the restrictions and `public()`
hides restricted pages from those who may read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Self, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import In
from django.http import Http404, HttpRequest
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction
from wagtail.query import PageQuerySet

from social.people.models import AudienceMember, User

Person = User | AnonymousUser
_NOBODY = Q(pk__in=[])
People = TypeVar("People", bound=QuerySet[User])

# The rule --------------------------------------------------------------------------------------


def rows_passed_by(user: User) -> Q:
    """A filter for rows of view restrictions, of pages or collections: this person passes them.

    The same rule as `AnyOf.of`, asked from the other side. A password, and whatever types Wagtail
    or a package may add, open to nobody: we never let through what we do not know.
    """
    return Q(restriction_type=BaseViewRestriction.LOGIN) | Q(
        restriction_type=BaseViewRestriction.GROUPS, groups__in=user.groups.all()
    )


@dataclass(frozen=True)
class AnyOf:
    """What one restriction asks for: to be in one of these groups. Of none: nobody passes.

    `audiences` are those whose group is made only when an editor's settings are saved.
    """

    groups: frozenset[int] = frozenset()
    audiences: frozenset[int] = frozenset()

    @classmethod
    def of(cls, row: PageViewRestriction) -> Self | None:
        """None where whoever is signed in passes."""
        if row.restriction_type == BaseViewRestriction.LOGIN:
            return None
        if row.restriction_type != BaseViewRestriction.GROUPS:
            return cls()
        return cls(frozenset(group.pk for group in row.groups.all()))

    def condition(self) -> Q:
        """A filter for people."""
        found = _NOBODY
        if self.groups:
            belonging = User.groups.through.objects.filter(group__in=self.groups)
            found |= Q(pk__in=belonging.values("user_id"))
        if self.audiences:
            members = AudienceMember.objects.filter(audience__in=self.audiences)
            found |= Q(pk__in=members.values("person_id"))
        return found


@dataclass(frozen=True)
class PageAccess:
    """Who may open a page: those who pass each restriction on it and on the way to the root.

    Whether it is live is not part of it. Two pages that are closed alike have equal values.
    """

    restrictions: frozenset[AnyOf] = frozenset()

    @classmethod
    def of(cls, page: Page) -> Self:
        """As it is stored. Two queries."""
        return cls.of_each([page])[page.pk]

    @classmethod
    def of_each(cls, pages: Iterable[Page]) -> dict[int, Self]:
        """By id of the page. Two queries for all of them."""
        pages = list(pages)
        rows = _rows_on({path for page in pages for path in _way_to(page)})
        by_path: defaultdict[str, list[PageViewRestriction]] = defaultdict(list)
        for row in rows.prefetch_related("groups"):
            by_path[row.page.path].append(row)
        return {
            page.pk: cls.by_rows(row for path in _way_to(page) for row in by_path[path])
            for page in pages
        }

    @classmethod
    def by_rows(cls, rows: Iterable[PageViewRestriction]) -> Self:
        return cls(frozenset(asked for row in rows if (asked := AnyOf.of(row)) is not None))

    def and_of(self, asked: AnyOf) -> Self:
        """With one restriction more, such as settings that are not saved yet."""
        return type(self)(self.restrictions | {asked})

    @property
    def is_open(self) -> bool:
        """Whether everybody who is signed in passes."""
        return not self.restrictions

    def named(self, people: People) -> People:
        """Those of `people` whom the restrictions name: without the pass of administrators."""
        for asked in self.restrictions:
            people = people.filter(asked.condition())
        return people

    def condition(self) -> Q:
        """A filter for people: they work here, and pass. Administrators pass everywhere."""
        passing = Q()
        for asked in self.restrictions:
            passing &= asked.condition()
        return Q(is_active=True) & (Q(is_superuser=True) | passing if passing else Q())

    def people(self, people: People) -> People:
        """Those of `people` who may open the page."""
        return people.filter(self.condition())


def _way_to(page: Page) -> Iterator[str]:
    """Tree paths of the page and of all above it."""
    return (page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen))


def _rows_on(paths: Iterable[str]) -> QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(page__path__in=paths).select_related("page")


def restrictions_above(page: Page) -> QuerySet[PageViewRestriction]:
    """What restricts the page: set on it, or above it.

    Wagtail's `get_view_restrictions` overlooks what is set on an alias, and above its original.
    """
    return _rows_on(_way_to(page))


# One person, many pages ------------------------------------------------------------------------


def closed_paths(user: Person) -> list[str]:
    """Tree paths below which this person sees nothing.

    One query; remembered on the person, who lives as long as the request.
    """
    if not user.is_active:  # or not signed in
        return [""]
    if user.is_superuser:
        return []
    known: list[str] | None = getattr(user, "_closed_paths", None)
    if known is None:
        passed = PageViewRestriction.objects.filter(rows_passed_by(user))
        closed = PageViewRestriction.objects.exclude(pk__in=passed.values("pk"))
        known = list(closed.values_list("page__path", flat=True))
        user._closed_paths = known
    return known


def restricted_paths() -> list[str]:
    """Tree paths that are closed to whoever is in no group. One query."""
    closed = PageViewRestriction.objects.exclude(restriction_type=BaseViewRestriction.LOGIN)
    return list(closed.values_list("page__path", flat=True))


def page_filter(user: Person, prefix: str = "") -> Q:
    """A filter for pages this person sees; `prefix` leads to the page, such as `"page__"`."""
    if not user.is_active:
        return Q(**{f"{prefix}pk__in": []})
    return Q(**{f"{prefix}live": True}) & outside(closed_paths(user), prefix)


def outside(paths: Iterable[str], prefix: str = "") -> Q:
    """A filter for pages that lie below none of these tree paths.

    Paths are compared once for each length: a hundred closed sections as a hundred conditions
    would cost more than all else when many pages are asked about.
    """
    found = Q()
    for length, alike in groupby(sorted(paths, key=len), key=len):
        found &= ~Q(In(Left(f"{prefix}path", length), list(alike)))
    return found


def visible_pages(user: Person, pages: PageQuerySet | None = None) -> PageQuerySet:
    """Those of `pages` (default: all) that this person sees; composes with any filter."""
    if pages is None:
        pages = Page.objects.all()
    if not user.is_active:
        return cast(PageQuerySet, pages.none())
    return cast(PageQuerySet, pages.filter(page_filter(user)))


def can_see(user: Person, page: Page) -> bool:
    """Whether this person sees this page. Costs at most the query of `closed_paths`."""
    if not page.live:
        return False
    return not any(page.path.startswith(path) for path in closed_paths(user))


def visible_page_or_404(request: HttpRequest, pk: int) -> Page:
    """The page as its most specific type; a page that one may not see does not exist."""
    page = visible_pages(request.user).filter(pk=pk).specific().first()
    if page is None:
        raise Http404
    return page


# One page, many people -------------------------------------------------------------------------


def readers(page: Page, people: People) -> People:
    """Those of `people` who see the page in some language. Three queries at most."""
    return _readers_of_any(Page.objects.filter(translation_key=page.translation_key), people)


def readers_of_version(page: Page, people: People) -> People:
    """Those of `people` who see this very language version. Two queries at most."""
    return _readers_of_any([page], people)


def _readers_of_any(versions: Iterable[Page], people: People) -> People:
    found = PageAccess.of_each(version for version in versions if version.live)
    return people.filter(reduce(or_, (access.condition() for access in found.values()), _NOBODY))
