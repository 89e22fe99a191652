"""The forms of the sign-in page and of a forgotten password."""

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from social.people.models import User
from social.people.sign_in import brakes
from social.people.sign_in.brakes import Counter
from social.people.sign_in.guard import Guard
from social.people.sign_in.network import network_of
from social.people.sign_in.tasks import send_password_reset
from social.people.sign_in.waiting import wait_sentence


class SignInForm(AuthenticationForm):
    """E-mail and password; the address may be typed in any case."""

    wait = 0  # seconds, when there were too many tries

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:
        """Looks at the password only when the brakes allow it; Django's form then does as ever."""
        if not (self.cleaned_data.get("username") and self.cleaned_data.get("password")):
            return self.cleaned_data
        guard = Guard(cast(HttpRequest, self.request), self.cleaned_data["username"])
        self.wait = guard.take()
        if self.wait:
            raise forms.ValidationError(wait_sentence(self.wait), code="wait")
        cleaned = super().clean()
        guard.succeeded()
        return cleaned


class GuardedPasswordMixin:
    """A field that asks for the present password of somebody who is known, with the same brakes."""

    request: HttpRequest
    wait = 0

    def check_guarded(self, person: User, password: str, wrong: str) -> None:
        """Raises ValidationError for a wrong password, or while tries have to wait."""
        guard = Guard(self.request, person.email)
        self.wait = guard.take()
        if self.wait:
            raise forms.ValidationError(wait_sentence(self.wait), code="wait")
        if not person.check_password(password):
            guard.log("failed")
            raise forms.ValidationError(wrong, code="password_incorrect")
        guard.succeeded()


class NewPasswordMixin:
    """Says of a new password what it must be, and what is wrong with it, where it is typed first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(  # type: ignore[attr-defined]
            "Take at least 12 characters. A few words that have nothing to do with each other are easy "
            "to keep in mind and hard to guess; signs and digits need not be among them."
        )
        self.fields["new_password2"].label = _("New password, once more")  # type: ignore[attr-defined]
        self.fields["new_password2"].help_text = ""  # type: ignore[attr-defined]

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        """Django's, at the first of the two fields."""
        super().validate_password_for_user(user, "new_password1")  # type: ignore[misc]


class ResetPasswordForm(NewPasswordMixin, SetPasswordForm):
    """A new password by a link from a mail."""


class OwnPasswordForm(NewPasswordMixin, GuardedPasswordMixin, PasswordChangeForm):
    """Changing one's own password; guessing the old one in a session left open has brakes."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        password = str(self.cleaned_data["old_password"])
        wrong = str(self.error_messages["password_incorrect"])
        self.check_guarded(self.user, password, wrong)
        return password


class ResetForm(PasswordResetForm):
    """Asks for a link by mail. The worker looks for the account: the answer takes no longer."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A mail each for the first few; then none for a while, and nothing says so."""
        email = self.cleaned_data["email"].lower()
        counters = [
            Counter(brakes.RESET_ACCOUNT, email),
            Counter(brakes.RESET_NETWORK, network_of(self.request)),
        ]
        if wait := brakes.take(counters):
            Guard(self.request, email).log(f"no reset mail for {wait} s")
            return
        send_password_reset.enqueue(email, translation.get_language() or "")
