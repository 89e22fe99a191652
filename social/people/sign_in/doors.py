"""Wagtail's own ways in, closed: there is one sign-in page, with one brake.

Their addresses stay, since Wagtail and people's bookmarks name them.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from social.people.returning import safe_next


@login_not_required
@never_cache
def to_sign_in(request: HttpRequest, default: str = "") -> HttpResponse:
    """Wagtail's sign-in pages lead to ours and keep where somebody was going."""
    target = safe_next(request, default)
    return redirect_to_login(target) if target else redirect("people:login")


@login_not_required
def to_admin_sign_in(request: HttpRequest) -> HttpResponse:
    return to_sign_in(request, reverse("wagtailadmin_home"))


@login_not_required
def no_shared_passwords(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Pages have no passwords here, so asking for one tells nothing, not even what exists."""
    raise Http404
