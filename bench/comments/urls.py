"""Ours, and the peer's addresses, which its templates reverse. Never mounted outside the bench."""

from django.urls import include, path
from django.views.generic import TemplateView

from rynek.urls import urlpatterns as ours

urlpatterns = [
    path("peer/", include("django_comments_xtd.urls")),
    path("peer/login/", TemplateView.as_view(), name="login"),
    *ours,
]
