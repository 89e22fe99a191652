"""How far a page reached, for its author and editors."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from blog.models import ContentPage
from blog.reach import minimum, reach_of
from social.people.models import User
from social.subjects.access import can_see


def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers by day, department and level; numbers only, and none of small groups.

    Also for those who publish a page that is addressed to others than them.
    """
    user = cast(User, request.user)
    page = ContentPage.objects.filter(pk=pk, live=True).specific().first()
    is_readable = page is not None and can_see(user, page)
    if page is None or not may_see_reach(user, page):
        # Who may read the page hears that its numbers are not for them; to others it is not there.
        raise PermissionDenied if is_readable else Http404
    context = {
        "page": page,
        "is_readable": is_readable,
        "reach": reach_of(page),
        "minimum": minimum(),
    }
    return render(request, "blog/reach.html", context)


def may_see_reach(user: User, page: ContentPage) -> bool:
    """Authors see how far their own pages reach; editors that of all that they may change."""
    is_own = user.pk in {page.author_id, page.owner_id, page.on_behalf_of_id}
    return is_own or bool(page.permissions_for_user(user).can_edit())
