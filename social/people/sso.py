"""Single sign-on with OpenID Connect: on when OIDC_ISSUER is set.

The provider's discovery document says the rest. People are recognised by their e-mail address,
which the provider must have verified; somebody new gets an account with the provider's names.
"""

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from social.people.models import User
from social.people.returning import safe_url

NEXT = "sso_next"


class SignInRefused(Exception):
    """The provider's answer does not name somebody who may sign in; the text says why."""


def is_enabled() -> bool:
    return bool(settings.OIDC_ISSUER)


def provider() -> Any:
    """The client of the configured provider; raises Http404 when there is none."""
    if not is_enabled():
        raise Http404
    oauth = OAuth()
    return oauth.register(
        "oidc",
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )


def person_of(claims: dict[str, Any]) -> User:
    """The person whom the provider's claims name, created when new.

    Raises SignInRefused without a verified address, or for somebody who has left.
    """
    email = str(claims.get("email", "")).strip().lower()
    if not email or claims.get("email_verified") is False:
        raise SignInRefused(_("Your sign-in service did not confirm your e-mail address."))
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User.objects.create_user(
            email,
            first_name=str(claims.get("given_name") or claims.get("name") or email)[:80],
            last_name=str(claims.get("family_name") or "")[:80],
        )
    if not person.is_active:
        raise SignInRefused(_("This account is closed. Ask your administrator."))
    return person


@login_not_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider."""
    client = provider()
    request.session[NEXT] = request.GET.get("next", "/")
    callback = settings.RYNEK_BASE_URL + reverse("people:sso-callback")
    response: HttpResponse = client.authorize_redirect(request, callback)
    return response


@login_not_required
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer and open the house, or say why not."""
    client = provider()
    try:
        person = person_of(client.authorize_access_token(request).get("userinfo") or {})
    except OAuthError:
        messages.error(request, _("Signing in did not work. Please try again."))
        return redirect("people:login")
    except SignInRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:login")
    target = safe_url(request, request.session.pop(NEXT, "/"))
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(target)
