"""All addresses of the site. Pages come last: everything else is Wagtail's tree."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from rynek import views
from social.people.sign_in import doors
from social.people.sign_in.views import SignOutView

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("admin/login/", doors.to_admin_sign_in),
    path("admin/logout/", SignOutView.as_view()),  # Wagtail's ends the session by GET, too
    # Ours that stand before Wagtail's of the same address
    path("admin/", include("social.files.admin_urls")),
    path("admin/", include("blog.closed.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/authenticate_with_password/<int:pk>/", doors.no_shared_passwords),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("home.start.urls")),
    path("", include("blog.urls")),
    path("", include("blog.onboarding.urls")),
    path("", include("social.people.urls")),
    path("", include("social.comments.urls")),
    path("", include("social.reactions.urls")),
    path("", include("social.following.urls")),
    path("", include("social.notifications.urls")),
    path("", include("search.page.urls")),
    path("", include("social.community.urls")),
    # search
    *i18n_patterns(
        path("_util/login/", doors.to_sign_in),
        path("_util/authenticate_with_password/<path:rest>", doors.no_shared_passwords),
        path("", include(wagtail_urls)),
    ),
]

handler400 = "rynek.views.bad_request"
handler403 = "rynek.views.forbidden"
handler404 = "rynek.views.not_found"
handler500 = "rynek.views.server_error"
