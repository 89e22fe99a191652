"""Addresses of Wagtail's admin that we answer ourselves; included before Wagtail's."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from blog.closed import views

urlpatterns = decorate_urlpatterns(
    [
        path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", views.complete_tag),
        path("reports/locked/", views.WorkableLockedPagesView.as_view()),
        path("reports/locked/results/", views.WorkableLockedPagesView.as_view(results_only=True)),
        path("reports/page-types-usage/", views.WorkablePageTypesView.as_view()),
        path(
            "reports/page-types-usage/results/",
            views.WorkablePageTypesView.as_view(results_only=True),
        ),
    ],
    require_admin_access,
)
