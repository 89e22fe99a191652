"""How long a session lasts that nobody uses, and ending all of them at once."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from social.people.models import User
from social.people.signals import secrets_ended

logger = logging.getLogger(__name__)
COOKIE = "rynek_seen"
STARTED = "started"  # in the session: when it began, in seconds
FRESH = 300  # seconds for which the cookie is not written anew
_SALT = "rynek.seen"


class IdleMiddleware:
    """Ends a session that nobody has used for RYNEK_SESSION_IDLE_HOURS.

    When it was used last stands in a signed cookie that fits this session alone, so that reading
    writes nothing into the database. Whoever takes the session's cookie without it, or an old one,
    has the session as it began. What pages fetch by themselves is no use of theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        if STARTED not in request.session:  # made by an older version
            request.session[STARTED] = now
        seen = max(request.session[STARTED], _seen(request))
        if now - seen > settings.RYNEK_SESSION_IDLE_HOURS * 3600:
            _end(request)
            return self.get_response(request)
        response = self.get_response(request)
        if now - seen > FRESH and _is_deliberate(request) and request.user.is_authenticated:
            _write(request, response, now)
        return response


def sign_out_everywhere(request: HttpRequest, person: User) -> None:
    """End all sessions of the person but this one, with all secret addresses."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, person)
    secrets_ended.send(User, person=person)


def note_start(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """Written at sign-in, together with the session."""
    request.session[STARTED] = int(time.time())


def _end(request: HttpRequest) -> None:
    try:
        logout(request)
    except DatabaseError as fault:  # a writer holds the database: the visitor is out all the same
        logger.warning("a session that nobody used is over, but its row stays: %s", fault)
        request.user = AnonymousUser()


def _is_deliberate(request: HttpRequest) -> bool:
    """Whether somebody did something: no picture, no script that asks every minute for news."""
    fetched = "HX-Request" in request.headers or "X-Requested-With" in request.headers
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method == "POST" or (mode == "navigate" and not fetched)


def _fingerprint(request: HttpRequest) -> str:
    return salted_hmac(_SALT, str(request.session.session_key)).hexdigest()[:24]


def _seen(request: HttpRequest) -> int:
    try:
        fingerprint, moment = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    return int(moment) if fingerprint == _fingerprint(request) else 0


def _write(request: HttpRequest, response: HttpResponse, now: int) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([_fingerprint(request), now], salt=_SALT),
        max_age=settings.SESSION_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
