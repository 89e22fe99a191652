"""Who may work on closed pages in Wagtail's admin. The one place that says it.

Who sees a page is said by `social.subjects.access`; its author and its owner work on it, too, and
so does whoever holds the permission. Drafts and rights to change are Wagtail's own matter.
"""

from django.db.models import Q
from wagtail.models import Page

from social.people.models import User
from social.subjects.access import PageAccess, Person, closed_paths, outside

PERMISSION = "closed.work_on_closed_pages"


def works_on_all(user: Person) -> bool:
    """Whether this person may work on pages that are closed to them."""
    return user.has_perm(PERMISSION)


def barred_paths(user: Person) -> list[str]:
    """Tree paths below which this person works only on pages of their own. At most one query."""
    return [] if works_on_all(user) else closed_paths(user)


def own_closed_ids(user: Person) -> frozenset[int]:
    """Ids of the pages below `barred_paths` whose author or owner this person is.

    At most one query; remembered on the person, who lives as long as the request.
    """
    paths = barred_paths(user)
    if not paths or not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_own_closed_ids", None)
    if known is None:
        own = Page.objects.filter(Q(owner=user) | Q(contentpage__author=user))
        known = frozenset(own.exclude(outside(paths)).values_list("pk", flat=True))
        user._own_closed_ids = known
    return known


def workable(user: Person, prefix: str = "") -> Q:
    """A filter for pages, drafts too, that exist for this person in the admin.

    `prefix` leads to the page, such as `"page__"`. A row without a page does not pass, unless
    nothing is closed to this person. It is made of lookups that search engines know, too, for most
    lists of the admin can be searched.
    """
    found = Q()
    for path in _topmost(barred_paths(user)):
        found &= ~Q(**{f"{prefix}path__startswith": path})
    if found and (own := own_closed_ids(user)):
        found |= Q(**{f"{prefix}pk__in": own})
    return found


def _topmost(paths: list[str]) -> list[str]:
    """Those that lie below none of the others."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def may_work_on(user: Person, page: Page) -> bool:
    """`workable` for one page."""
    if not any(page.path.startswith(path) for path in barred_paths(user)):
        return True
    return page.pk in own_closed_ids(user)


def is_outsider(user: User, page: Page) -> bool:
    """Whether the page is closed and this person is none of its people: for them to be noted.

    Neither the permission nor being a superuser makes somebody one of a page's people.
    """
    own = Page.objects.filter(pk=page.pk).filter(Q(owner=user) | Q(contentpage__author=user))
    people = User.objects.filter(pk=user.pk)
    return not PageAccess.of(page).named(people).exists() and not own.exists()
