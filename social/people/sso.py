"""Single sign-on with OpenID Connect: on when OIDC_ISSUER is set.

The provider's discovery document says the rest. Whom its answer names is decided in
`social.people.sign_in.links`; here the answer itself is checked: signature, issuer, audience,
state, nonce and time. Whatever the provider does, people read a sentence, never an error page.
"""

import logging
import time
from http import HTTPStatus
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET
from joserfc.errors import JoseError
from requests import RequestException

from ground import outside
from social.people.models import SignInLink, User
from social.people.returning import safe_url
from social.people.sign_in.forms import GuardedPasswordMixin
from social.people.sign_in.guard import remember_device
from social.people.sign_in.links import (
    Identity,
    PasswordNeeded,
    SignInRefused,
    link,
    person_of,
)

__all__ = ["SignInRefused", "callback", "confirm", "is_enabled", "person_of", "start"]

logger = logging.getLogger(__name__)
NEXT = "sso_next"
TO_CONFIRM = "sso_to_confirm"  # person, issuer, subject and the moment, until the password comes
CONFIRM_SECONDS = 10 * 60
PROVIDER_TIMEOUT = 10  # seconds that a visitor waits for the provider
# Keys that only the provider holds; "none" and the client's secret sign nothing here.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# What a provider that is down, slow, changed or forged makes the client raise.
PROVIDER_FAULTS = (
    *(AuthlibBaseError, JoseError, RequestException),
    *(ValueError, KeyError, TypeError, AttributeError, RuntimeError),
)


class ProviderSession(outside.NoRedirects, OAuth2Session):
    """Asks the configured provider, and whatever its documents name only where that is harmless."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside.guard(self, named=settings.OIDC_ISSUER)


class ProviderApp(DjangoOAuth2App):
    client_cls = ProviderSession


def is_enabled() -> bool:
    return bool(settings.OIDC_ISSUER)


def offered_name() -> str:
    """What the button on the sign-in page says; nothing without single sign-on."""
    if not is_enabled():
        return ""
    if settings.OIDC_NAME:
        return _("Sign in with %(name)s") % {"name": settings.OIDC_NAME}
    return _("Sign in with your company account")


def provider() -> Any:
    """The client of the configured provider; raises Http404 when there is none."""
    if not is_enabled():
        raise Http404
    oauth = OAuth()
    return oauth.register(
        "oidc",
        client_cls=ProviderApp,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PROVIDER_TIMEOUT,
        },
    )


def _checked_claims(request: HttpRequest, client: Any) -> dict[str, Any]:
    """What the provider says about the visitor. Raises one of PROVIDER_FAULTS."""
    metadata = client.load_server_metadata()
    issuer = metadata["issuer"]
    if issuer.rstrip("/") != settings.OIDC_ISSUER:
        raise ValueError(f"the discovery document is of another issuer: {issuer}")
    named = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [a for a in named if a in ALGORITHMS]
    token = client.authorize_access_token(
        request,
        claims_options={
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "values": [settings.OIDC_CLIENT_ID]},
        },
    )
    return dict(token["userinfo"])


@login_not_required
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider.

    By GET: a policy of `form-action 'self'` stops a form whose answer leads elsewhere.
    """
    client = provider()
    request.session[NEXT] = safe_url(request, request.GET.get("next", "/"))
    callback_url = settings.RYNEK_BASE_URL + reverse("people:sso-callback")
    try:
        response: HttpResponse = client.authorize_redirect(request, callback_url)
    except PROVIDER_FAULTS as fault:
        logger.warning("single sign-on: the provider does not answer rightly: %r", fault)
        messages.error(request, _("Your sign-in service does not answer. Try again in a moment."))
        return redirect("people:login")
    return response


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer and open the house, or say why not."""
    client = provider()
    try:
        person = person_of(_checked_claims(request, client))
    except PasswordNeeded as needed:
        _remember(request, needed)
        return redirect("people:sso-confirm")
    except SignInRefused as refusal:
        logger.warning("single sign-on: refused: %s", refusal)
        messages.error(request, str(refusal))
        return redirect("people:login")
    except PROVIDER_FAULTS as fault:
        logger.warning("single sign-on: not a good answer: %r", fault)
        messages.error(request, _("Signing in did not work. Please try again."))
        return redirect("people:login")
    return _let_in(request, person)


def _let_in(request: HttpRequest, person: User) -> HttpResponse:
    target = safe_url(request, request.session.pop(NEXT, "/"))
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    response = redirect(target)
    remember_device(response, person)
    return response


class ConfirmForm(GuardedPasswordMixin, forms.Form):
    """The password of the account that is about to be linked."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, person: User) -> None:
        super().__init__(request.POST or None)
        self.request, self.person = request, person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        wrong = _("This is not the password of that account.")
        self.check_guarded(self.person, password, wrong)
        return password


@sensitive_post_parameters()
@login_not_required
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Link an account with rights in the administration, once its password was given."""
    person, identity = _remembered(request)
    form = ConfirmForm(request, person)
    if request.method == "POST" and form.is_valid():
        del request.session[TO_CONFIRM]
        try:
            link(person, identity, SignInLink.How.PASSWORD)
        except SignInRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("people:login")
        return _let_in(request, person)
    context = {"form": form, "person": person}
    return render(
        *(request, "registration/sso_confirm.html", context),
        status=HTTPStatus.TOO_MANY_REQUESTS if form.wait else HTTPStatus.OK,
    )


def _remember(request: HttpRequest, needed: PasswordNeeded) -> None:
    identity = needed.identity
    request.session[TO_CONFIRM] = [
        *(needed.person.pk, identity.issuer, identity.subject, int(time.time()))
    ]


def _remembered(request: HttpRequest) -> tuple[User, Identity]:
    """Who is about to be linked to what. Raises Http404 when nobody is, or it was too long ago."""
    person_id, issuer, subject, moment = request.session.get(TO_CONFIRM) or (0, "", "", 0)
    person = User.objects.active().filter(pk=person_id).first()
    is_current = is_enabled() and issuer == settings.OIDC_ISSUER
    if person is None or not is_current or time.time() - moment > CONFIRM_SECONDS:
        raise Http404
    return person, Identity(issuer, subject)
