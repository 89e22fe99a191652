"""Who sees which page. The one place that decides it.

A page is visible when it is live and the person passes every view restriction on it and above
it. Wagtail's `live()` forgets the restrictions and `public()` hides restricted pages from
those who may read them.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import In
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from social.people.models import User, UserQuerySet

Person = User | AnonymousUser


def closed_paths(user: Person) -> list[str]:
    """Tree paths below which this person sees nothing.

    One query; remembered on the person, who lives as long as the request.
    """
    if not user.is_authenticated:
        return [""]
    if user.is_superuser:
        return []
    known: list[str] | None = getattr(user, "_closed_paths", None)
    if known is None:
        passed = Q(restriction_type=PageViewRestriction.LOGIN) | Q(
            restriction_type=PageViewRestriction.GROUPS, groups__in=user.groups.all()
        )
        restrictions = PageViewRestriction.objects.exclude(
            pk__in=PageViewRestriction.objects.filter(passed).values("pk")
        )
        known = list(restrictions.values_list("page__path", flat=True))
        user._closed_paths = known
    return known


def page_filter(user: Person, prefix: str = "") -> Q:
    """A filter for pages this person sees; `prefix` leads to the page, such as `"page__"`."""
    if not user.is_authenticated:
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
    if not user.is_authenticated:
        return cast(PageQuerySet, pages.none())
    return cast(PageQuerySet, pages.filter(page_filter(user)))


def can_see(user: Person, page: Page) -> bool:
    """Whether this person sees this page. Costs at most the query of `closed_paths`."""
    if not user.is_authenticated or not page.live:
        return False
    return not any(page.path.startswith(path) for path in closed_paths(user))


def restrictions_above(page: Page) -> QuerySet[PageViewRestriction]:
    """What restricts the page: set on it, or above it.

    Wagtail's `get_view_restrictions` overlooks what is set on an alias, and above its original.
    """
    ends = range(page.steplen, len(page.path) + 1, page.steplen)
    return PageViewRestriction.objects.filter(page__path__in=[page.path[:end] for end in ends])


def people_who_see(page: Page, people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who see this very page: `can_see` for many, as one filter.

    One query for the restrictions on the page and above it.
    """
    if not page.live:
        return people.none()
    return people_of(page, people.filter(is_active=True))


def people_of(page: Page, people: QuerySet[User], *, superusers: bool = True) -> QuerySet[User]:
    """Those of `people` who pass what restricts the page and the sections above it, live or not."""
    above = restrictions_above(page)
    for restriction in above.exclude(restriction_type=PageViewRestriction.LOGIN):
        passing = Q(is_superuser=True) if superusers else Q(pk__in=[])
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            members = User.objects.filter(groups__in=restriction.groups.all())
            passing |= Q(pk__in=members.values("pk"))
        people = people.filter(passing)
    return people


def visible_page_or_404(request: HttpRequest, pk: int) -> Page:
    """The page as its most specific type; a page that one may not see does not exist."""
    page = visible_pages(request.user).filter(pk=pk).specific().first()
    if page is None:
        raise Http404
    return page


def readers(page: Page, people: UserQuerySet) -> UserQuerySet:
    """Those of these people who see a page in some language: `can_see`, asked the other way round.

    Three queries at most, however many people. Whoever changes what `page_filter` says changes
    this too; a test holds them together.
    """
    may = Q(pk__in=[])
    for version in Page.objects.filter(translation_key=page.translation_key, live=True):
        passes = Q(is_active=True)
        for restriction in restrictions_above(version):
            if restriction.restriction_type == PageViewRestriction.LOGIN:
                continue
            members = User.groups.through.objects.filter(group__in=restriction.groups.all())
            if restriction.restriction_type != PageViewRestriction.GROUPS:
                members = members.none()
            passes &= Q(is_superuser=True) | Q(pk__in=members.values("user_id"))
        may |= passes
    return people.active().filter(may)
