"""Their tests' addresses, and those of ours to which our rows lead."""

from django.urls import include, path
from django_comments_xtd.tests.urls import urlpatterns as theirs

urlpatterns = [
    *theirs,
    path("ours/", include("social.comments.urls")),
    path("ours/", include("social.people.urls")),
]
