"""Newsletters in Wagtail's admin."""

from django.urls import URLPattern
from wagtail import hooks

from blog.newsletters import admin


@hooks.register("register_admin_urls")
def register_test_send() -> list[URLPattern]:
    return admin.urlpatterns
