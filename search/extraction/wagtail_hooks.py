"""The report of files that search does not know completely."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.extraction import admin_views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("search/files/", admin_views.files, name="search_files")]


class FilesItem(MenuItem):
    """A menu item for those who look after documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin_views.may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def register_files_item() -> MenuItem:
    return FilesItem(
        _("Files that search knows in part"),
        reverse("search_files"),
        icon_name="doc-full-inverse",
        order=1220,
    )
