"""The brakes of one request: which counters a try of this account from this browser moves."""

import logging
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from social.people.models import User
from social.people.sign_in import brakes
from social.people.sign_in.brakes import Counter
from social.people.sign_in.network import network_of

logger = logging.getLogger(__name__)
COOKIE = "rynek_device"
COOKIE_AGE = 60 * 60 * 24 * 365  # seconds
_SALT = "rynek.device"


class Guard:
    """Asked before a password is looked at, and told when it was right.

    Says the same of accounts that exist and that do not: it only knows what was typed.
    """

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.request = request
        self.email = email.strip().lower()
        self.network = network_of(request)

    @property
    def counters(self) -> list[Counter]:
        """A browser in which this account was used before has a count of its own.

        So nobody keeps somebody out of an account by guessing at it from elsewhere.
        """
        if device := _known_device(self.request, self.email):
            return [Counter(brakes.DEVICE, device)]
        account = Counter(brakes.ACCOUNT, self.email)
        return [account, Counter(brakes.NETWORK, self.network)]

    def take(self) -> int:
        """Count a try; or the seconds to wait."""
        wait = brakes.take(self.counters)
        if wait:
            self.log(f"has to wait for {wait} s")
        return wait

    def succeeded(self) -> None:
        """Forget the tries at the account, and take this one off the network's."""
        own = [counter for counter in self.counters if counter.rate is not brakes.NETWORK]
        brakes.give_back([counter for counter in self.counters if counter not in own])
        brakes.release(own)

    def log(self, what: str) -> None:
        """One line; %a, since an address may hold anything that a terminal acts upon."""
        logger.warning("sign-in of %a from %s %s", self.email, self.network or "?", what)


def release_account(person: User) -> None:
    """Whoever reads the person's mail is let in again at once, wherever the tries came from."""
    brakes.release([Counter(brakes.ACCOUNT, person.email)])


def remember_device(response: HttpResponse, person: User) -> None:
    """Let the browser show next time that this account was used in it."""
    value = signing.dumps([_fingerprint(person.email), secrets.token_urlsafe(16)], salt=_SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def _known_device(request: HttpRequest, email: str) -> str:
    """The device of the cookie, if this account was used in it; else nothing."""
    try:
        fingerprint, device = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if fingerprint == _fingerprint(email) else ""


def _fingerprint(email: str) -> str:
    return salted_hmac("rynek.device.account", email.lower()).hexdigest()[:24]
