"""Addresses of what is published. Each app brings its own; names have one namespace, `blog:`."""

from django.urls import include, path

app_name = "blog"

urlpatterns = [
    path("", include("blog.questions.urls")),
    path("", include("blog.pages.urls")),
    path("", include("blog.events.urls")),
    path("", include("blog.polls.urls")),
    path("", include("blog.care.urls")),
    path("", include("blog.reading.urls")),
]
