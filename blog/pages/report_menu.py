"""Reports about pages in Wagtail's admin, shown to those who write pages."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry


class ReportMenuItem(MenuItem):
    """Shown to those who write pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, {"add", "change", "publish"}
        )


def register(order: int, name: str, view: Any, label: Any, icon: str) -> None:
    """Give a report its addresses and its line in the menu; called by an app's `wagtail_hooks`."""
    hooks.register("register_admin_urls", partial(_urls, name, view))
    hooks.register("register_reports_menu_item", partial(_menu_item, name, label, icon, order))


def _urls(name: str, view: Any) -> list[URLPattern]:
    address = f"reports/{name}/"
    results = view.as_view(results_only=True)
    return [
        path(address, view.as_view(), name=f"blog_{name}_report"),
        path(f"{address}results/", results, name=f"blog_{name}_report_results"),
    ]


def _menu_item(name: str, label: Any, icon: str, order: int) -> ReportMenuItem:
    url = reverse_lazy(f"blog_{name}_report")
    return ReportMenuItem(label, url, name=f"{name}-report", icon_name=icon, order=order)
