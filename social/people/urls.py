from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from social.people import sso, views
from social.people.sign_in import views as entry

app_name = "people"

urlpatterns = [
    path("sign-in/", entry.SignInView.as_view(), name="login"),
    path("sign-in/as/<slug:key>/", entry.sign_in_as_persona, name="login-as-persona"),
    path("sign-in/sso/", sso.start, name="sso"),
    path("sign-in/sso/callback/", sso.callback, name="sso-callback"),
    path("sign-in/sso/confirm/", sso.confirm, name="sso-confirm"),
    path("sign-out/", entry.SignOutView.as_view(), name="logout"),
    path("language/", views.set_language, name="set-language"),
    path("password/", entry.PasswordChangeView.as_view(), name="password-change"),
    path("password/reset/", entry.PasswordResetView.as_view(), name="password-reset"),
    path(
        "password/reset/sent/",
        login_not_required(auth_views.PasswordResetDoneView.as_view()),
        name="password-reset-done",
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        entry.PasswordResetConfirmView.as_view(),
        name="password-reset-confirm",
    ),
    path(
        "password/reset/done/",
        login_not_required(auth_views.PasswordResetCompleteView.as_view()),
        name="password-reset-complete",
    ),
    path("people/", views.directory, name="directory"),
    path("people/organisation/", views.organisation, name="organisation"),
    path("people/me/sign-out-everywhere/", entry.end_all_sessions, name="sign-out-everywhere"),
    path("people/me/", views.edit_profile, name="edit-profile"),
    path("people/<int:pk>/", views.profile, name="profile"),
]
