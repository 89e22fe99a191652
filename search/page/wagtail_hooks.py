"""Hooks of search into Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.page import admin_views
from search.page.admin import SearchGroup

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("search/queries/", admin_views.queries, name="search_queries"),
        path("search/recommend/", admin_views.RecommendView.as_view(), name="search_recommend"),
        path("search/indexed/", admin_views.indexed, name="search_indexed"),
    ]


class ReportItem(MenuItem):
    """A menu item for those who may read the report of queries."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("search_page.view_asked"))


@hooks.register("register_reports_menu_item")
def register_queries_item() -> MenuItem:
    return ReportItem(
        _("What people search for"), reverse("search_queries"), icon_name="search", order=1200
    )


@hooks.register("register_reports_menu_item")
def register_indexed_item() -> MenuItem:
    return ReportItem(
        _("Look into the index"), reverse("search_indexed"), icon_name="view", order=1210
    )


@hooks.register("construct_reports_menu")
def hide_wagtails_search_terms(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own report counts single people; ours replaces it."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="search_page", codename__in=["view_asked", "change_searchsettings"]
    )
