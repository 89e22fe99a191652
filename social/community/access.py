"""Who may enter which part of the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from social.community.models import RoomSettings
from social.people.models import User
from social.people.rights import manages_community

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def _person(request: HttpRequest) -> User:
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def for_managers(view: View) -> View:
    """Community managers only: no editor, no line manager, no board."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not manages_community(_person(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def while_people_parts(view: View) -> View:
    """Only while the parts about people are switched on; otherwise the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _person(request)
        if not RoomSettings.load().people_parts:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
