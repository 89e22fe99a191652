"""Signing in with a password, as a persona, and getting a new password."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from social.people import personas, sso
from social.people.models import User
from social.people.returning import safe_next
from social.people.sign_in.forms import OwnPasswordForm, ResetForm, ResetPasswordForm, SignInForm
from social.people.sign_in.guard import release_account, remember_device
from social.people.sign_in.sessions import sign_out_everywhere


def ask_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    """The page as it is, with the status and header that say so to programs."""
    if seconds:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(seconds)
        response._has_been_logged = True  # type: ignore[attr-defined]  # by the guard, with more
    return response


@method_decorator(login_not_required, name="dispatch")
class SignInView(auth_views.LoginView):
    authentication_form = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True
    extra_context = {"personas": personas.offered, "sso_name": sso.offered_name}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """People without a place in the administration are told so, not sent to and fro.

        Wagtail sends them here from there, and we would send them back.
        """
        user = request.user
        to_admin = self.get_redirect_url().startswith(reverse("wagtailadmin_home"))
        if user.is_authenticated and to_admin and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_device(response, form.get_user())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return ask_to_wait(super().form_invalid(form), form.wait)


@login_not_required
@require_POST
def sign_in_as_persona(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demo's personas; does not exist outside a demo."""
    for persona, user in personas.offered():
        if persona.key == key:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect(safe_next(request))
    raise Http404


class _WithRequest:
    """Gives the form the request that it counts by."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return kwargs | {"request": self.request}


class PasswordChangeView(_WithRequest, auth_views.PasswordChangeView):
    form_class = OwnPasswordForm
    success_url = reverse_lazy("people:edit-profile")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(
            self.request,
            _(
                "Your password is changed. Other browsers are signed out, and the secret addresses "
                "of your calendars no longer work: take new ones."
            ),
        )
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return ask_to_wait(super().form_invalid(form), form.wait)


@method_decorator(login_not_required, name="dispatch")
class PasswordResetView(_WithRequest, auth_views.PasswordResetView):
    form_class = ResetForm
    success_url = reverse_lazy("people:password-reset-done")


@method_decorator(login_not_required, name="dispatch")
class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    form_class = ResetPasswordForm
    success_url = reverse_lazy("people:password-reset-complete")

    def form_valid(self, form: Any) -> HttpResponse:
        release_account(cast(User, form.user))
        return super().form_valid(form)


@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else: a lost phone, a shared computer, somebody who looked on."""
    sign_out_everywhere(request, cast(User, request.user))
    messages.success(
        request,
        _(
            "You are signed out everywhere but here. The secret addresses of your calendars no "
            "longer work, and no browser shows notices: take new ones."
        ),
    )
    return redirect("people:edit-profile")


class SignOutView(auth_views.LogoutView):
    """Ends the session, by POST only, and has the browser forget what it kept of the house.

    That is its cache, drafts, the shelf of pages for reading offline and the subscription to push.
    Not "cookies": that would take those of all other sites of the company's domain along.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
