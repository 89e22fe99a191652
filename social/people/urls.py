from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse_lazy

from social.people import sso, views

app_name = "people"

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="login"),
    path("sign-in/as/<slug:key>/", views.sign_in_as_persona, name="login-as-persona"),
    path("sign-in/sso/", sso.start, name="sso"),
    path("sign-in/sso/callback/", sso.callback, name="sso-callback"),
    path("sign-in/sso/confirm/", sso.confirm, name="sso-confirm"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
    path("language/", views.set_language, name="set-language"),
    path(
        "password/",
        auth_views.PasswordChangeView.as_view(success_url=reverse_lazy("people:edit-profile")),
        name="password-change",
    ),
    path(
        "password/reset/",
        login_not_required(
            auth_views.PasswordResetView.as_view(
                success_url=reverse_lazy("people:password-reset-done"),
                email_template_name="registration/password_reset_email.txt",
                subject_template_name="registration/password_reset_subject.txt",
                # Never the host of the request: anybody could choose it.
                extra_email_context={"base_url": settings.RYNEK_BASE_URL},
            )
        ),
        name="password-reset",
    ),
    path(
        "password/reset/sent/",
        login_not_required(auth_views.PasswordResetDoneView.as_view()),
        name="password-reset-done",
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        login_not_required(
            auth_views.PasswordResetConfirmView.as_view(
                success_url=reverse_lazy("people:password-reset-complete")
            )
        ),
        name="password-reset-confirm",
    ),
    path(
        "password/reset/done/",
        login_not_required(auth_views.PasswordResetCompleteView.as_view()),
        name="password-reset-complete",
    ),
    path("people/", views.directory, name="directory"),
    path("people/organisation/", views.organisation, name="organisation"),
    path("people/me/", views.edit_profile, name="edit-profile"),
    path("people/<int:pk>/", views.profile, name="profile"),
]
