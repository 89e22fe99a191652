"""Addresses of Wagtail's admin that are answered here instead."""

from django.urls import path

from social.files import tags

urlpatterns = [path("tag-autocomplete/", tags.complete, name="files-tag-autocomplete")]
