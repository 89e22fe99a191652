"""Whom the provider of single sign-on names, and when somebody may be linked to it.

A person is known by issuer and subject. An e-mail address makes the first link only, and only
when the provider has confirmed it; whoever may enter the administration confirms it with the
password as well. A second subject with a known address is refused: it is somebody else, or an
account made anew, and an administrator decides which (`rynek sign-in-links`).
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ground.typed.text import line
from social.people.models import SignInLink, User

logger = logging.getLogger(__name__)
LONGEST_NAME = 80  # characters


class SignInRefused(Exception):
    """The provider's answer does not name somebody who may sign in; the text says why."""


@dataclass(frozen=True)
class Identity:
    """The provider's name for somebody."""

    issuer: str
    subject: str


class PasswordNeeded(SignInRefused):
    """This first link has to be confirmed with the person's password."""

    def __init__(self, person: User, identity: Identity) -> None:
        super().__init__(_("Confirm with your password that this account is yours."))
        self.person = person
        self.identity = identity


def person_of(claims: dict[str, Any]) -> User:
    """The person whom the provider's checked claims name; linked, or made, when new.

    Raises SignInRefused for an answer that names nobody who may sign in, and PasswordNeeded
    when only the password makes the link.
    """
    identity = _identity_of(claims)
    person = _known(identity)
    if person is None:
        person = _linked_by_email(identity, _confirmed_email(claims), claims)
    if not person.is_active:
        raise SignInRefused(_("This account is closed. Ask your administrator."))
    return person


def link(person: User, identity: Identity, how: SignInLink.How) -> None:
    """Know the person by this identity from now on. Raises SignInRefused if either is taken."""
    try:
        with transaction.atomic():
            SignInLink.objects.create(
                person=person, issuer=identity.issuer, subject=identity.subject, how=how
            )
    except IntegrityError:
        logger.warning("single sign-on: person %s is linked otherwise already", person.pk)
        raise _second_account() from None
    logger.info("single sign-on: person %s linked (%s)", person.pk, how)


def is_privileged(person: User) -> bool:
    """Whether somebody who gets in as this person could change what others see."""
    return person.is_superuser or person.has_perm("wagtailadmin.access_admin")


def _identity_of(claims: dict[str, Any]) -> Identity:
    issuer, subject = claims.get("iss"), claims.get("sub")
    longest = SignInLink._meta.get_field("subject").max_length or 0
    if not (isinstance(subject, str) and subject and subject == line(subject, longest)):
        raise SignInRefused(_("Your sign-in service did not say who you are."))
    if not isinstance(issuer, str) or issuer.rstrip("/") != settings.OIDC_ISSUER:
        raise SignInRefused(_("This answer came from another sign-in service."))
    return Identity(issuer.rstrip("/"), subject)


def _known(identity: Identity) -> User | None:
    found = SignInLink.objects.filter(issuer=identity.issuer, subject=identity.subject)
    known = found.select_related("person").first()
    return known.person if known else None


def _confirmed_email(claims: dict[str, Any]) -> str:
    """The address, in small letters, if the provider has confirmed that it is this person's.

    Only the boolean `true` says so. Where the provider leaves the claim out, addresses of
    OIDC_TRUSTED_DOMAINS count as confirmed: it is the company's own and gives them out itself.
    """
    email = claims.get("email")
    email = email.strip().lower() if isinstance(email, str) else ""
    local, _at, domain = email.rpartition("@")
    is_confirmed = (
        claims["email_verified"] is True
        if "email_verified" in claims
        else domain in settings.OIDC_TRUSTED_DOMAINS
    )
    if not (local and is_confirmed):
        raise SignInRefused(_("Your sign-in service did not confirm your e-mail address."))
    try:
        User._meta.get_field("email").run_validators(email)
    except ValidationError:
        raise SignInRefused(
            _("Your sign-in service gave an e-mail address that is none.")
        ) from None
    return email


def _linked_by_email(identity: Identity, email: str, claims: dict[str, Any]) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        return _newcomer(identity, email, claims)
    if not person.is_active:
        return person  # refused by the caller; a closed account is never linked
    if person.sign_in_links.filter(issuer=identity.issuer).exists():
        logger.warning("single sign-on: a second account gave the address of person %s", person.pk)
        raise _second_account()
    if is_privileged(person):
        raise PasswordNeeded(person, identity)
    link(person, identity, SignInLink.How.EMAIL)
    return person


def _newcomer(identity: Identity, email: str, claims: dict[str, Any]) -> User:
    """Names are taken as far as they are names; the rest of the claims is not asked."""
    first = (line(claims.get(name), LONGEST_NAME) for name in ("given_name", "name"))
    with transaction.atomic():
        person = User.objects.create_user(
            email,
            first_name=next(filter(None, first), email[:LONGEST_NAME]),
            last_name=line(claims.get("family_name"), LONGEST_NAME),
        )
        link(person, identity, SignInLink.How.NEW)
    return person


def _second_account() -> SignInRefused:
    return SignInRefused(
        _(
            "Somebody here signs in with this e-mail address and another account of your sign-in "
            "service. Ask your administrator."
        )
    )
