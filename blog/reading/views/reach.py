"""How far a page reached, for its author and editors."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from blog.pages.canonical import canonical_of
from blog.pages.models import ContentPage
from blog.reading.must_read import may_see_evidence, progress
from blog.reading.reach import reach_of
from social.analytics import house
from social.people.models import User
from social.people.requests import SignedInRequest
from social.subjects.access import can_see


def reach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shares of readers by site, level and department, as they were told once for all.

    Also for the author and the owner of a page that only others may see.
    """
    user = request.user
    page = ContentPage.objects.filter(pk=pk, live=True).specific().first()
    is_readable = page is not None and can_see(user, page)
    if page is None or not may_see_reach(user, page):
        # Who may read the page hears that its numbers are not for them; to others it is not there.
        raise PermissionDenied if is_readable else Http404
    context = {
        "page": page,
        "is_readable": is_readable,
        "reach": reach_of(page),
        "minimum": house.rule().people,
        "confirmed": _confirmed(user, page),
    }
    return render(request, "blog/reading/reach.html", context)


def _confirmed(user: User, page: ContentPage) -> tuple[int, int] | None:
    """How many of those asked have confirmed, for those who may see who has."""
    source = canonical_of(page)
    if not source.must_reads.exists() or not may_see_evidence(user, source):
        return None
    return progress(source)


def may_see_reach(user: User, page: ContentPage) -> bool:
    """Authors see how far their own pages reach; editors that of all that they may change."""
    is_own = user.pk in {page.author_id, page.owner_id, page.on_behalf_of_id}
    return is_own or bool(page.permissions_for_user(user).can_edit())
